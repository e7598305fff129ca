import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { junit, table } from './report.ts';
import { type Options, reach, runConformance } from './run.ts';

const USAGE = `npm run conformance -- --base-url URL [--username NAME --password PASSWORD] [--expired-token JWT]
                           [--allowed-origin ORIGIN] [--sandbox] [--only REGEXP] [--junit FILE]

Checks a deployment against the contract, from outside. It signs in and out as the user, makes failing logins with names that nobody
has, and ends with status 0 when nothing was missed, 1 when something was, 2 when it could not run. The failing logins use up the free
attempts of this address: for some minutes, logins from it need a CAPTCHA.`;

/** A call that cannot be followed. */
class UsageError extends Error {}

interface Call {
  options: Options;
  /** Where the report goes. */
  junitFile: string | undefined;
}

/** @returns the exit status */
async function main(): Promise<number> {
  const { values } = parseArgs({
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
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const { options, junitFile } = read(values);
  // Before anything is sent: a run has effects, and its report would be lost.
  if (junitFile !== undefined) writeFileSync(junitFile, '');
  await reach(options.baseUrl);
  const results = await runConformance(options);
  if (results.length === 0) throw new UsageError(`No check matches --only ${values.only}`);
  console.log(table(results));
  if (junitFile !== undefined) writeFileSync(junitFile, junit(results));
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

/** @throws {UsageError} */
function read(values: Readonly<Record<string, string | boolean | undefined>>): Call {
  const text = (name: string) => values[name] as string | undefined;
  const baseUrl = text('base-url');
  if (baseUrl === undefined) throw new UsageError('--base-url is missing');
  if (!/^https?:\/\//.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new UsageError(`--base-url is no http or https URL: ${baseUrl}`);
  }
  const [username, password] = [text('username'), text('password')];
  if ((username === undefined) !== (password === undefined)) {
    throw new UsageError('--username and --password go together');
  }
  return {
    options: {
      baseUrl,
      sandbox: values.sandbox === true,
      only: pattern(text('only')),
      user: username !== undefined && password !== undefined ? { username, password } : undefined,
      expiredToken: text('expired-token'),
      allowedOrigin: text('allowed-origin'),
    },
    junitFile: text('junit'),
  };
}

function pattern(text: string | undefined): RegExp | undefined {
  try {
    return text === undefined ? undefined : new RegExp(text);
  } catch (error) {
    throw new UsageError(`--only is no regular expression: ${(error as Error).message}`);
  }
}

const isUsage = (error: unknown): boolean =>
  error instanceof UsageError ||
  String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');

process.exitCode = await main().catch((error: unknown) => {
  console.error((error as Error).message);
  if (isUsage(error)) console.error(`\n${USAGE}`);
  return 2;
});
