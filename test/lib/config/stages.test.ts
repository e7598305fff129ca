import { expect, test } from '@jest/globals';
import { STAGES } from '../../../lib/config/stages.ts';

test('only stages whose data is not retained allow the published test user', () => {
  for (const config of Object.values(STAGES)) {
    expect(config.allowTestUser).toBe(!config.retainData);
  }
});
