import { describePasskeys } from './passkeys.ts';

describePasskeys('offered');
