import { challengesContract } from '../ports/challenges.contract.ts';
import { memoryAttempts } from './memory-attempts.ts';
import { memoryChallenges } from './memory-challenges.ts';

challengesContract(async () => memoryChallenges(memoryAttempts()));
