import { ERRORS } from '../../../contract/errors/index.ts';
import { ERROR_PROSE } from '../../../docs/errors/index.ts';

/** A text with fewer characters may occur in a bundle by chance. */
const MINIMUM_LENGTH = 20;

/** Only the letters of a text, because esbuild may quote and escape other characters. */
const lettersOf = (text: string): string =>
  text.replaceAll(/\\u[0-9a-f]{4}/gi, '').replaceAll(/[^a-z]/gi, '');

const messages = new Set<string>(Object.values(ERRORS).map(({ message }) => message));

/** The sentences that only the documentation may contain. Excludes those that are messages. */
export const PROSE: readonly string[] = [
  ...new Set(
    Object.values(ERROR_PROSE).flatMap(({ description, causes, solution }) => [
      description,
      ...causes,
      ...solution,
    ]),
  ),
].filter((sentence) => sentence.length > MINIMUM_LENGTH && !messages.has(sentence));

/** Finds the sentences of the documentation that a bundle contains. */
export function findProse(bundle: string): string[] {
  const letters = lettersOf(bundle);
  return PROSE.filter((sentence) =>
    // Numbers come from the limits, so the bundle contains the text around them in parts.
    sentence.split(/\d+/).every((part) => letters.includes(lettersOf(part))),
  );
}
