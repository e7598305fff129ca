/** Runs before every test file. It disables logs, AWS accounts and connections to other hosts. */

import { Socket } from 'node:net';

process.env.LOG_LEVEL ??= 'SILENT';
process.env.METRICS_DISABLED ??= 'true';
process.env.AWS_REGION = 'eu-west-1';
process.env.AWS_ACCESS_KEY_ID = 'test';
process.env.AWS_SECRET_ACCESS_KEY = 'test';
process.env.AWS_EC2_METADATA_DISABLED = 'true';
process.env.AWS_CONFIG_FILE = '/dev/null';
process.env.AWS_SHARED_CREDENTIALS_FILE = '/dev/null';

type Connect = (this: Socket, ...args: readonly unknown[]) => Socket;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

/**
 * Finds the host in the arguments of `connect(options)` or `connect(port, host)`. Node.js itself
 * calls `connect([options, callback])`.
 */
function findHost([first, second]: readonly unknown[]): string | undefined {
  const target: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof target !== 'object' || target === null) {
    return typeof second === 'string' ? second : 'localhost';
  }
  if ('path' in target && typeof target.path === 'string') return undefined; // a pipe
  return 'host' in target && typeof target.host === 'string' ? target.host : 'localhost';
}

const connect = Socket.prototype.connect as unknown as Connect;
const guarded: Connect = function loopbackOnly(...args) {
  const host = findHost(args);
  if (host !== undefined && !LOOPBACK.has(host)) {
    throw new Error(`a test must not connect to another host, got ${host}`);
  }
  return Reflect.apply(connect, this, args);
};
// Core modules are shared by the test files of a worker, so this replaces the method once.
if (connect.name !== 'loopbackOnly') {
  Socket.prototype.connect = guarded as unknown as Socket['connect'];
}
