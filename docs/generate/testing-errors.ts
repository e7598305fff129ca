import { anchorOf, type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import { publicPath, ROUTES } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { FAULTS, type Fault, faultUsername } from '../../scenarios/faults.ts';
import { blocks, heading, table } from './markdown.ts';

const expectedResult = (code: ErrorCode): string =>
  `${errorRow(code).status} [\`${code}\`](#${anchorOf(code)})`;

/** Describes a fault. Some faults happen only after wrong passwords. */
const describeFault = ({ description, signsInFirst, wrongPasswords }: Fault): string =>
  wrongPasswords === undefined
    ? description
    : `${description}. ${signsInFirst ? 'Sign in, then send' : 'Send'} ${wrongPasswords} different ` +
      `wrong passwords${signsInFirst ? '' : ' first'}`;

export const testingErrors = (): string =>
  blocks(
    heading(2, 'Testing Authentication Errors'),
    'Use these test credentials (if sandbox available):',
    table(
      ['Scenario', 'Username', 'Password', 'Expected Result'],
      [
        ['Success', `\`${TEST_USER.username}\``, `\`${TEST_USER.password}\``, '200 OK'],
        [
          'Invalid credentials',
          `\`${TEST_USER.username}\``,
          '`wrongpass`',
          expectedResult('INVALID_CREDENTIALS'),
        ],
        ['Expired token', 'Use expired JWT', '-', expectedResult('TOKEN_EXPIRED')],
      ],
    ),
    '`npm start` runs the sandbox on your machine. It prints its address and an expired JWT. See [testing your client](/guide/testing).',
    heading(3, 'Fault credentials'),
    `In the sandbox these users fail in one known way each. The password is \`${TEST_USER.password}\`, and any domain works: a new one starts with fresh attempt counters. No deployed stage knows them.`,
    table(
      ['Username', 'Expected Result', 'What happens', 'Request'],
      FAULTS.map((fault) => [
        `\`${faultUsername(fault)}\``,
        expectedResult(fault.code),
        describeFault(fault),
        `\`${ROUTES[fault.route].method} ${publicPath(fault.route)}\``,
      ]),
    ),
    'For every other request than the login, sign in first: the login succeeds.',
  );
