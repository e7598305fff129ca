import { jest } from '@jest/globals';

/**
 * Captures what the functions write to the log, as text. Log level and metrics are read when they
 * are first imported, so import them after this, dynamically.
 */
export function capturedLogs() {
  process.env.LOG_LEVEL = 'INFO';
  process.env.METRICS_DISABLED = 'false';
  let text = '';
  const take = (chunk: unknown): boolean => {
    text += String(chunk);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(take),
    jest.spyOn(process.stderr, 'write').mockImplementation(take),
  ];
  const forget = () => {
    text = '';
  };
  return {
    text: () => text,
    /** The lines that are JSON. */
    lines: () =>
      text
        .split('\n')
        .flatMap((line) =>
          line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : [],
        ),
    forget,
    release: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
