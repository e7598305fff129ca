import { execFile, execFileSync } from 'node:child_process';

/** Interpreters that samples need, and what shows that they are there. */
const LANGUAGES = {
  TypeScript: { command: process.execPath, probe: ['--version'] },
  Python: { command: 'python3', probe: ['-c', 'import requests'] },
  Java: { command: 'java', probe: ['--version'] },
  curl: { command: 'bash', probe: ['-c', 'curl --version'] },
} as const;

export type Language = keyof typeof LANGUAGES;

/** Without an interpreter a test skips, visibly; not in CI, where each must run. */
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
