import { ERRORS } from '../../../contract/errors/index.ts';
import { ERROR_PROSE } from '../../../docs/errors/index.ts';

/** Characters. A shorter text may occur in a bundle by chance. */
const SHORTEST = 20;

/** Letters alone, so that it does not matter how esbuild quotes and escapes a text. */
const lettersOf = (text: string): string =>
  text.replaceAll(/\\u[0-9a-f]{4}/gi, '').replaceAll(/[^a-z]/gi, '');

const messages = new Set<string>(Object.values(ERRORS).map(({ message }) => message));

/** The sentences that only the documentation may hold. Some descriptions are also messages. */
export const PROSE: readonly string[] = [
  ...new Set(
    Object.values(ERROR_PROSE).flatMap(({ description, causes, solution }) => [
      description,
      ...causes,
      ...solution,
    ]),
  ),
].filter((sentence) => sentence.length > SHORTEST && !messages.has(sentence));

/** The sentences of the documentation that a bundle holds. */
export function proseIn(bundle: string): string[] {
  const letters = lettersOf(bundle);
  return PROSE.filter((sentence) =>
    // A number comes from the limits: in a bundle the text around it is apart.
    sentence.split(/\d+/).every((part) => letters.includes(lettersOf(part))),
  );
}
