/** The little Markdown that generated pages need. */

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');

export const bullets = (items: readonly string[]): string =>
  items.map((item) => `- ${item}`).join('\n');

export const code = (language: string, text: string): string =>
  `\`\`\`${language}\n${text}\n\`\`\``;

export const json = (value: unknown): string => code('json', JSON.stringify(value, null, 2));

/** A heading whose anchor does not depend on how the site makes slugs. */
export const heading = (level: number, text: string, anchor = slug(text)): string =>
  `${'#'.repeat(level)} ${text} {#${anchor}}`;

/** GitHub's rule: lower case, punctuation dropped, spaces to hyphens. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** Blocks, one blank line apart; empty ones drop out. */
export const blocks = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part).join('\n\n');
