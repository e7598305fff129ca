import { passkeyNamesContract } from '../ports/passkey-names.contract.ts';
import { memoryPasskeyNames } from './memory-passkey-names.ts';

passkeyNamesContract(async () => memoryPasskeyNames());
