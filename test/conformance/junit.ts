/** Reads JUnit reports. */

interface Case {
  group: string | undefined;
  name: string | undefined;
  outcome: 'passed' | 'failed' | 'skipped';
}

const TEST_CASE = /<testcase((?: [\w-]+="[^"]*")*)\s*(?:\/>|>(.*?)<\/testcase>)/gs;

/** Returns every check of a report. */
export const casesIn = (report: string): Case[] =>
  [...report.matchAll(TEST_CASE)].map(([, attributes = '', content = '']) => ({
    group: / classname="([^"]*)"/.exec(attributes)?.[1],
    name: / name="([^"]*)"/.exec(attributes)?.[1],
    outcome: content.includes('<failure')
      ? 'failed'
      : content.includes('<skipped')
        ? 'skipped'
        : 'passed',
  }));
