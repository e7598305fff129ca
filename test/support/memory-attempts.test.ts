import { attemptsContract } from '../ports/attempts.contract.ts';
import { memoryAttempts } from './memory-attempts.ts';

attemptsContract(async () => memoryAttempts());
