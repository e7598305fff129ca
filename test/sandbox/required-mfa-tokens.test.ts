import { describeRequiredMfa } from './required-mfa.ts';

describeRequiredMfa('tokens');
