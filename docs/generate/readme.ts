import { readText } from './repository-files.ts';
import { stageSettings } from './stage-settings.ts';

/** The part of the README that is written from the source, with the comments that enclose it. */
const SETTINGS = /(<!-- stage-settings:[^>]*-->\n)[\s\S]*?(<!-- \/stage-settings -->)/;

/**
 * The README with its table of settings.
 * @throws {TypeError} if the comments that enclose the table are missing.
 */
export function readme(text = readText('README.md')): string {
  if (!SETTINGS.test(text)) throw new TypeError('README.md must have the stage-settings comments');
  return text.replace(
    SETTINGS,
    (_, start: string, end: string) => `${start}\n${stageSettings()}\n${end}`,
  );
}
