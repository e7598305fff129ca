import { describeRequiredMfa } from './required-mfa.ts';

describeRequiredMfa('MFA_SETUP');
