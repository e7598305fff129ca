import { table } from './markdown.ts';
import { readText } from './repository-files.ts';

/** Matches a documentation comment or the name of a member, both indented by two spaces. */
const COMMENT_OR_MEMBER = /^ {2}(?:\/\*\*\s([\s\S]+?)\s\*\/|(\w+)\??:.*)$/gm;

const onOneLine = (comment: string): string =>
  comment.replaceAll(/\s*(?:\n|^)\s*\*\s?/g, ' ').trim();

/**
 * Reads the members of an interface and their comments from its source. Members without a comment
 * of their own share the one above.
 * @throws {TypeError} if the source has no such interface.
 */
export function settingsIn(source: string, name: string): { members: string[]; comment: string }[] {
  const body = new RegExp(`^export interface ${name} \\{\n([\\s\\S]*?)^\\}`, 'm').exec(source)?.[1];
  if (body === undefined) throw new TypeError(`the source must have an interface ${name}`);
  const settings: { members: string[]; comment: string }[] = [];
  for (const [, comment, member = ''] of body.matchAll(COMMENT_OR_MEMBER)) {
    if (comment !== undefined) settings.push({ members: [], comment: onOneLine(comment) });
    else settings.at(-1)?.members.push(member);
  }
  return settings;
}

export const stageSettings = (): string =>
  `${table(
    ['Setting', 'Meaning'],
    settingsIn(readText('lib/config/stage-config.ts'), 'StageConfig').map(
      ({ members, comment }) => [members.map((member) => `\`${member}\``).join(', '), comment],
    ),
  )}\n`;
