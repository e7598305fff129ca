import { sessionsContract } from '../ports/sessions.contract.ts';
import { memorySessions } from './memory-sessions.ts';

sessionsContract(async () => memorySessions());
