import { expect, test } from '@jest/globals';
import {
  fail,
  forgetFailures,
  refuseDevice,
  reserve,
  toCurrentRow,
  voidDevices,
} from '../../../../functions/core/login/name-row.ts';

const NOW = 1_800_000_000;
const attempt = (id: string, device?: string) => ({ id, device, fingerprint: 'wrong' });

test('forgets both counts and the failures of devices, but no attempt in flight', () => {
  let row = voidDevices(toCurrentRow(undefined, NOW), NOW - 100);
  row = fail(reserve(row, attempt('a'), NOW), attempt('a'), NOW);
  row = fail(reserve(row, attempt('b', 'phone'), NOW), attempt('b', 'phone'), NOW);
  row = refuseDevice(row, 'laptop', NOW);
  row = reserve(row, attempt('c', 'phone'), NOW);
  expect(row).toMatchObject({ failures: 2, total: 2 });
  expect(Object.keys(row.devices)).toEqual(['phone', 'laptop']);

  expect(forgetFailures(row)).toEqual({
    ...row,
    failures: 0,
    total: 0,
    devices: {},
    pending: [expect.objectContaining({ id: 'c' })],
    // Devices that are known stay known.
    devicesSince: NOW - 100,
  });
});
