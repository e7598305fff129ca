import { describe } from '@jest/globals';
import { dynamoCodeNotes } from '../../../../functions/adapters/dynamodb/code-notes.ts';
import { dynamoMails } from '../../../../functions/adapters/dynamodb/mails.ts';
import { codeNotesContract } from '../../../ports/code-notes.contract.ts';
import { mailsContract } from '../../../ports/mails.contract.ts';
import { describeInEachEngine } from '../../../support/dynamodb-engines.ts';

describeInEachEngine('the mail door', ({ createFreshTable, database }) => {
  describe('mails', () =>
    mailsContract(async () => dynamoMails(database.client, await createFreshTable('attempts'))));
  describe('notes of codes', () =>
    codeNotesContract(async () =>
      dynamoCodeNotes(database.client, await createFreshTable('attempts')),
    ));
});
