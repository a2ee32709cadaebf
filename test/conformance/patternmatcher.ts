import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IgnoreMatcher, readIgnoreFile } from '../../src/dockerfile/ignore/index.ts';
import { refuses } from './refuses.ts';
import { type Report, Tally } from './tally.ts';

interface Table {
  matches: { pattern: string; text: string; pass: boolean }[];
  multi: { patterns: string[]; text: string; pass: boolean }[];
  filepathMatch: { pattern: string; s: string; match: boolean; err: string | null }[];
  single: { text: string; patterns: string[]; match?: boolean; error?: boolean | string }[];
  clean: { patterns: string[]; count?: number; exclusions?: boolean; error?: boolean }[];
  ignorefile: { content: string; expected: string[] }[];
}

/** moby/patternmatcher's own tables: what .dockerignore patterns match. */
export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('patternmatcher');
  const table = JSON.parse(await readFile(join(dataDir, 'patternmatcher/patternmatcher.json'), 'utf8')) as Table;
  const ignores = (patterns: string[], text: string): boolean => new IgnoreMatcher(patterns).ignores(text);
  for (const row of table.matches) {
    tally.equal(`${row.pattern} ~ ${row.text}`, () => ignores([row.pattern], row.text), row.pass);
  }
  for (const row of table.multi)
    tally.equal(`${row.patterns} ~ ${row.text}`, () => ignores(row.patterns, row.text), row.pass);
  for (const row of table.filepathMatch) {
    const name = `match ${row.pattern} ~ ${row.s}`;
    if (row.err) refuses(tally, name, () => ignores([row.pattern], row.s), 'syntax error in pattern');
    else tally.equal(name, () => ignores([row.pattern], row.s), row.match);
  }
  for (const row of table.single) {
    const name = `${row.patterns} ~ ${row.text}`;
    if (row.error) refuses(tally, name, () => ignores(row.patterns, row.text), row.error === true ? '' : row.error);
    else tally.equal(name, () => ignores(row.patterns, row.text), row.match);
  }
  for (const row of table.clean) {
    const name = `clean ${JSON.stringify(row.patterns)}`;
    if (row.error) refuses(tally, name, () => new IgnoreMatcher(row.patterns));
    else if (row.count !== undefined)
      tally.equal(name, () => new IgnoreMatcher(row.patterns).patterns.length, row.count);
    else tally.equal(name, () => new IgnoreMatcher(row.patterns).hasExclusions, row.exclusions);
  }
  for (const row of table.ignorefile) tally.equal('ignorefile', () => readIgnoreFile(row.content), row.expected);
  return tally.report();
}
