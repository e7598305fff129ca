/** Renders the Markdown elements of the generated pages. */

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');

/** Formats a number with separators: 10000 is `10,000`. */
export const count = (value: number): string => value.toLocaleString('en-US');

export const bullets = (items: readonly string[]): string =>
  items.map((item) => `- ${item}`).join('\n');

export const code = (language: string, text: string): string =>
  `\`\`\`${language}\n${text}\n\`\`\``;

export const json = (value: unknown): string => code('json', JSON.stringify(value, null, 2));

/** Renders a heading with an explicit anchor, so that links do not depend on VitePress's slugs. */
export const heading = (level: number, text: string, anchor = slug(text)): string =>
  `${'#'.repeat(level)} ${text} {#${anchor}}`;

/** Builds a slug by GitHub's rule: in lower case, without punctuation, spaces as hyphens. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** Joins blocks with a blank line between them. Empty blocks are omitted. */
export const blocks = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part).join('\n\n');
