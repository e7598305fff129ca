/**
 * White space of Unicode that `trim` strips and browsers do not. A sibling subdomain may set a cookie
 * whose name starts with it, because such a name does not start with `__Host-`.
 */
export const BLANKS = [
  '\u2000',
  '\ufeff',
  '\u00a0',
  '\u3000',
  '\u2028',
  '\u1680',
  '\u202f',
  '\u205f',
] as const;
