/**
 * Takes the place of `in-worker.ts` in React Native, by the field `react-native` of `package.json`.
 * Hermes does not compile files that contain `import.meta`.
 */

import type { searchInWorker as SearchInWorker } from './in-worker.ts';

export const searchInWorker: typeof SearchInWorker = async () => null;
