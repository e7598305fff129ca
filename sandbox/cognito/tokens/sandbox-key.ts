/**
 * The key that signs the tokens. It is published on purpose: no key has to be made at the start, and
 * the tokens stay valid after a restart. Trust it in a sandbox only.
 */

import type { JWK } from 'jose';

export const SANDBOX_KEY: JWK = {
  kid: 'sandbox',
  alg: 'RS256',
  use: 'sig',
  kty: 'RSA',
  n:
    'pNR45FEUwIlL4jNWietHAATzi1m9cMRimzeUrmspcDTJA4ZDBYxyqe9spbvMDuo0UYSp9SEWc_PUeTcf' +
    'YL85YLQkilbOMZWmPjvKL6O27lMiSEA6H2LoIK4-UZxwjYXazz1-fmN-bLO43vY4NWV9Xcp9mqtfXDLS' +
    'K-TYE5sKeWwuiM8hlmyUOd2pwFCQ-dPv-stJ97dwl1MhdcK-s0YCXH9yviReTcCaBkctfFwYppU8DoO_' +
    'aDnCflMxLc5K_T-IOGfAR1q36boIkXBoSSczk9YouJx5YV7pe0DKY5Q39YAGl7rLWnlXv5-qn6ANlFuy' +
    'dQv359mzTI20MQ52wESAgw',
  e: 'AQAB',
  d:
    'UgQvS1xU-SDYE2v8KZBaudW84Z_7tXrind1gLBHCgsShKRHLk505CPnLlAQIG3vKIK3ka8bVB0lSdiZJ' +
    'hLhh8o5wiC19WArgt6LEjkPmKFxReKYMxcVPP8Oz2qP_FUx_fhNZN8aGB8y9tqPJgDhJ0zuImEehoZzg' +
    'G1s5cTf6VEQExo8WWaszghWVwMgvWdYwfBp9G8P0SSseNhYqtsda4-Nwrj2b6t0Xf_RBXSNy589wMLi6' +
    '1DJY3pWYJAuSEkmsrB131fJG_NoAKQT-D72p_NWnbe5uiU86RpxsAN9l1snOKzzT5gSHU-yES3PtCHJz' +
    'L7j3f_Rer1TEadXMrjv80Q',
  p:
    '4xnNp6Mcm5k7dcy_exgsjX-SvkF0kC7lhqtvg82tFFFyiI6CfElN1ecMiEhU1K3PjaOWEIA9OXa0iUnA' +
    'cDFt4gEcSgtE402xWt0EiXe3RB-jbgqM8BhGXXkNDQAjPL5iCmu_YbmtBWXoBzlvkaBvx30YYDR5PKQr' +
    '94vaU9b2tW8',
  q:
    'uc4XHtlY0TFiseJH3z4qf66uHmrXp_R_sl0Diu5_x6kvc639RoONpJIxCraKvi0ZlfxzePOIb5ZZ6ZXd' +
    '62SWu5ITPO6F3QgsL4KcFCnRlIb2m_DyYFsXOzbLQzIFLLfZmdiGZuvEAWThuutIVGpfKfVcFj27gcKv' +
    'TOYPxP1NJC0',
  dp:
    'fBDNrCZM66hjtnA7r2i-djLanPuvTVGBbPfdPRkw0-fG9Vk9ad62GgRWcWFqjqHBwLQ8uBkG2YzDBjl3' +
    'WxN130ESDlVntfHs0SHrZ5oyUZIjO2uiIUxxrIEEIzUPCxFLCDxi2mWQY2GPx9qV2-3VAxuRJIWmMf3S' +
    'UzNg--p07xs',
  dq:
    'QKEbEbPwXPOcrNtUvKZXCgqsrg_j65v0PwpzjQPgloaW5toCW2CvCCuBu4Q7RmNRnwYs9Elhj87wf3uN' +
    'sa9PbvckkfE1xuhs1inMOIdDSzKW3S82X6XPst0gXsMrYZ6hpg3W0j3387QvgGEOy64kY-fgnCvk6QHb' +
    'EBiGK7Mf_hE',
  qi:
    'Nfel--2qImx4pv5aYaNbJ1-jvyZoZP4N8Z0-2g2StvEQcAQxVO9OG80oIMwwlcXrX1OAkfOVFNyBFzk6' +
    'qn0HzVyczgQ-D7TO9myU7hLxjCYk4dQYR_WyN2Rw1-XPLTRjnAe6546QNvpinD_0deF6DBSZ9Q9XGUN0' +
    '5F1SxrekpDQ',
};
