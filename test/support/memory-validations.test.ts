import { validationsContract } from '../ports/validations.contract.ts';
import { memorySessions } from './memory-sessions.ts';
import { memoryValidations } from './memory-validations.ts';

validationsContract(async () => {
  const sessions = memorySessions();
  return { sessions, validations: memoryValidations(sessions) };
});
