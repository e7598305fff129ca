import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { junit, table } from './report.ts';
import { runConformance } from './run.ts';

const USAGE = `npm run conformance -- --base-url URL [--username NAME --password PASSWORD] [--expired-token JWT]
                           [--allowed-origin ORIGIN] [--sandbox] [--only REGEXP] [--junit FILE]

Checks a deployment against the contract, from outside. It signs in and out as the user, makes failing logins with names that nobody
has, and ends with status 0 when nothing was missed, 1 when something was, 2 when it was called wrongly.`;

/** @returns the exit status */
async function main(): Promise<number> {
  const { values } = parsed();
  if (values?.help) {
    console.log(USAGE);
    return 0;
  }
  const { 'base-url': baseUrl, username, password } = values ?? {};
  if (!values || baseUrl === undefined || !URL.canParse(baseUrl) || (username === undefined) !== (password === undefined)) {
    console.error(USAGE);
    return 2;
  }
  const results = await runConformance({
    baseUrl,
    sandbox: values.sandbox ?? false,
    only: values.only === undefined ? undefined : new RegExp(values.only),
    user: username !== undefined && password !== undefined ? { username, password } : undefined,
    expiredToken: values['expired-token'],
    allowedOrigin: values['allowed-origin'],
  });
  console.log(table(results));
  if (values.junit !== undefined) writeFileSync(values.junit, junit(results));
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

/** The options, or none when they are no options. */
function parsed() {
  try {
    return parseArgs({
      options: {
        'base-url': { type: 'string' },
        username: { type: 'string' },
        password: { type: 'string' },
        'expired-token': { type: 'string' },
        'allowed-origin': { type: 'string' },
        sandbox: { type: 'boolean' },
        only: { type: 'string' },
        junit: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    console.error(String(error));
    return { values: undefined };
  }
}

process.exitCode = await main();
