import { describePasskeys } from './passkeys.ts';

describePasskeys('hidden');
