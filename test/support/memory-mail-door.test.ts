import { describe } from '@jest/globals';
import { codeNotesContract } from '../ports/code-notes.contract.ts';
import { mailsContract } from '../ports/mails.contract.ts';
import { memoryCodeNotes, memoryMails } from './memory-mail-door.ts';

describe('mails', () => mailsContract(async () => memoryMails()));
describe('notes of codes', () => codeNotesContract(async () => memoryCodeNotes()));
