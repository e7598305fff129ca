/** aws-jwt-verify with a cached key. Cognito's tokens are RS256, the product's are HS256. */

import { createSign, generateKeyPairSync } from 'node:crypto';
import { JwtVerifier } from 'aws-jwt-verify';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const issuer = 'https://auth.example.com';
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' };

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = Math.floor(Date.now() / 1000);
const text = [
  encode({ alg: 'RS256', typ: 'JWT', kid: 'k1' }),
  encode({ iss: issuer, aud: 'chordian', sub: 'sub', sid: 'sid', iat: now, exp: now + 86_400 }),
].join('.');
const token = `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;

const verifier = JwtVerifier.create({ issuer, audience: 'chordian', jwksUri: `${issuer}/jwks` });
verifier.cacheJwks({ keys: [jwk] });

export const subject = {
  async verify() {
    await verifier.verify(token);
  },
};
