import { dynamoPasskeyNames } from '../../../../functions/adapters/dynamodb/passkey-names.ts';
import { passkeyNamesContract } from '../../../ports/passkey-names.contract.ts';
import { describeInEachEngine } from '../../../support/dynamodb-engines.ts';

describeInEachEngine('the names of passkeys', ({ createFreshTable, database }) => {
  passkeyNamesContract(async () =>
    dynamoPasskeyNames(database.client, await createFreshTable('attempts')),
  );
});
