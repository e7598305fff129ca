import { execFile, execFileSync } from 'node:child_process';

/** Interpreters that samples need, with a command that fails if one is missing. */
const LANGUAGES = {
  TypeScript: { command: process.execPath, probe: ['--version'] },
  Python: { command: 'python3', probe: ['-c', 'import requests'] },
  Java: { command: 'java', probe: ['--version'] },
  curl: { command: 'bash', probe: ['-c', 'curl --version'] },
} as const;

export type Language = keyof typeof LANGUAGES;

/** Whether the tests of a language can run. In CI they must run, and others skip them. */
export function canRun(language: Language): boolean {
  if (process.env.CI) return true;
  const { command, probe } = LANGUAGES[language];
  try {
    execFileSync(command, probe, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export const runIn = (
  language: Language,
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Outcome> =>
  new Promise((resolve) => {
    const env = { ...process.env, NODE_OPTIONS: '', NO_PROXY: '*', ...environment };
    execFile(LANGUAGES[language].command, options, { env }, (error, stdout, stderr) => {
      resolve({
        exitCode: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
        stdout: stdout.trim(),
        stderr: stderr.trim(),
      });
    });
  });
