/**
 * The least that each operation can cost: no checks of the input, no middleware, no log, no limits
 * of attempts. It only computes the MACs that the product cannot do without.
 */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Subject } from './subject.ts';

const key = randomBytes(32);
const mac = (text: string) => createHmac('sha256', key).update(text).digest();
const sessions = new Map<string, { counter: number; user: object }>();
const user = { sub: 'sub', username: 'alice', email: 'alice@example.com', groups: ['staff'] };

const sign = (payload: object): string => {
  const text = `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  return `${text}.${mac(text).toString('base64url')}`;
};
function read(token: string): { sid: string; counter: number } {
  const at = token.lastIndexOf('.');
  const presented = Buffer.from(token.slice(at + 1), 'base64url');
  if (!timingSafeEqual(presented, mac(token.slice(0, at)))) throw new Error('wrong MAC');
  return JSON.parse(Buffer.from(token.slice(4, at), 'base64url').toString());
}
function start(): { token: string; body: string } {
  const sid = randomBytes(16).toString('base64url');
  sessions.set(sid, { counter: 1, user });
  return { token: sign({ sid, counter: 1 }), body: JSON.stringify({ token: sign({ sid, user }) }) };
}
function find(token: string) {
  const { sid, counter } = read(token);
  const session = sessions.get(sid);
  if (!session) throw new Error('no such session');
  return { sid, counter, session };
}

const first = start();
let refreshToken = first.token;

export const subject: Subject = {
  async login() {
    JSON.parse('{"username":"alice@example.com","password":"correct horse battery"}');
    start();
  },
  async refresh() {
    const { sid, counter, session } = find(refreshToken);
    if (session.counter !== counter) throw new Error('reused');
    session.counter += 1;
    refreshToken = sign({ sid, counter: session.counter });
    JSON.stringify({ token: sign({ sid, user: session.user }) });
  },
  async session() {
    JSON.stringify(find(first.token).session.user);
  },
  async verify() {
    read(first.token);
  },
};
