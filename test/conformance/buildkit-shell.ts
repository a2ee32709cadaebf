import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expand, expandWord, expandWords, type Variables, variablesFrom } from '../../src/dockerfile/shell/lex.ts';
import { patternToRegex } from '../../src/dockerfile/shell/pattern.ts';
import { refuses } from './refuses.ts';
import { type Report, Tally } from './tally.ts';

interface Row {
  input: string;
  line?: number;
  platform?: string;
  expected?: string;
  error?: boolean;
  errorContains?: string;
  env?: Record<string, string>;
  matched?: string[];
  unmatched?: string[];
}

interface Table {
  envVar: Row[];
  words: { line: number; env: string[]; input: string; expected?: string[]; error?: boolean }[];
  processWithMatches: Row[];
  mandatory: Row[];
  platformNames: Row[];
  patternToRegex: Record<string, string>;
  invalidPatterns: string[];
}

/** BuildKit's word expansion tests. */
export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('buildkit-shell');
  const table = JSON.parse(await readFile(join(dataDir, 'buildkit/shell/shell-lex.json'), 'utf8')) as Table;
  const env = variablesFrom(['PWD=/home', 'SHELL=bash', 'KOREAN=한국어', 'NULL=']);
  for (const row of table.envVar) {
    // Windows only differs in that names are not case-sensitive there, which is not simulated.
    if (row.platform === 'W') continue;
    const name = `envwords:${row.line} ${row.input}`;
    if (row.error) refuses(tally, name, () => expandWord(row.input, env));
    else tally.equal(name, () => expandWord(row.input, env), row.expected);
  }
  for (const row of table.words) {
    const name = `words:${row.line} ${row.input}`;
    if (row.error) refuses(tally, name, () => expandWords(row.input, variablesFrom(row.env)));
    else tally.equal(name, () => expandWords(row.input, variablesFrom(row.env)), row.expected);
  }
  for (const row of table.processWithMatches) {
    const name = `matches ${row.input} ${JSON.stringify(row.env)}`;
    if (row.error) {
      refuses(tally, name, () => expand(row.input, variablesOf(row.env)));
      continue;
    }
    tally.equal(name, () => {
      const { result, matched, unmatched } = expand(row.input, variablesOf(row.env));
      return [result, [...matched].sort(), [...unmatched].sort()];
    }, [row.expected, [...(row.matched ?? [])].sort(), [...(row.unmatched ?? [])].sort()]);
  }
  for (const row of [...table.mandatory, ...table.platformNames]) {
    const name = `${row.input} ${JSON.stringify(row.env)}`;
    const actual = (): string => expandWord(row.input, variablesOf(row.env));
    if (row.errorContains) refuses(tally, name, actual, row.errorContains);
    else tally.equal(name, actual, row.expected);
  }
  for (const [pattern, regex] of Object.entries(table.patternToRegex)) {
    tally.equal(`pattern ${pattern}`, () => patternToRegex(pattern, true, true), regex);
  }
  for (const pattern of table.invalidPatterns)
    refuses(tally, `pattern ${pattern}`, () => patternToRegex(pattern, true, true));
  return tally.report();
}

function variablesOf(env: Record<string, string> = {}): Variables {
  return variablesFrom(Object.entries(env).map(([name, value]) => `${name}=${value}`));
}
