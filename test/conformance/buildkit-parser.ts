import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonStrings, nameValues } from '../../src/dockerfile/parser/arguments.ts';
import { detectSyntax, findDirective } from '../../src/dockerfile/parser/directives.ts';
import { chompHeredoc, heredocsOfLine, parseHeredoc } from '../../src/dockerfile/parser/heredoc.ts';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.ts';
import { splitWords } from '../../src/dockerfile/parser/words.ts';
import { dumpNodes } from './dockerfile-dump.ts';
import { refuses } from './refuses.ts';
import { type Report, Tally } from './tally.ts';

interface Tables {
  parseWords: { input: string; expected: string[] }[];
  jsonValid: Record<string, string[]>;
  jsonInvalid: string[];
  nameVal: { input: string; key: string; nodes?: string[]; error?: string }[];
  heredocExtract: { dockerfile: string; expected: (Record<string, unknown>[] | null)[] };
  heredocHelpers: { valid: string[]; invalid: string[]; not: string[] };
  heredocsFromLine: { line: string; heredocNames: string[] | null }[];
  chomp: { input: string; expected: string }[];
  jsonHeredoc: { dockerfile: string };
  lineInfo: { dockerfile: string; astStart: number; astEnd: number; children: [number, number][] };
  detectSyntax: { text: string; ref?: string; cmdline?: string; line?: number; found?: boolean }[];
  parseCheckDirective: { text: string; value?: string; cmdline?: string; line?: number; found?: boolean }[];
}

/** BuildKit's parser tests: AST dumps, refused files, line ranges, tables of the helpers. */
export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('buildkit-parser');
  const root = join(dataDir, 'buildkit/parser');
  for (const name of await readdir(join(root, 'testfiles'))) {
    const text = await readFile(join(root, 'testfiles', name, 'Dockerfile'), 'utf8');
    const expected = await readFile(join(root, 'testfiles', name, 'result'), 'utf8');
    tally.equal(`testfiles/${name}`, () => dumpNodes(parseDockerfile(text)), expected.trim());
  }
  for (const name of await readdir(join(root, 'testfiles-negative'))) {
    const text = await readFile(join(root, 'testfiles-negative', name, 'Dockerfile'), 'utf8');
    refuses(tally, `testfiles-negative/${name}`, () => parseDockerfile(text));
  }
  const tables = JSON.parse(await readFile(join(root, 'parser-tables.json'), 'utf8')) as Tables;
  for (const row of tables.parseWords)
    tally.equal(`words ${row.input}`, () => splitWords(row.input, '\\'), row.expected);
  for (const [text, list] of Object.entries(tables.jsonValid))
    tally.equal(`json ${text}`, () => jsonStrings(text), list);
  for (const text of tables.jsonInvalid) refuses(tally, `json ${text}`, () => jsonStrings(text));
  for (const row of tables.nameVal) {
    if (row.error) refuses(tally, `nameVal ${row.input}`, () => nameValues(row.input, row.key, '\\'), row.error);
    else tally.equal(`nameVal ${row.input}`, () => nameValues(row.input, row.key, '\\'), row.nodes);
  }
  heredocs(tally, tables);
  directives(tally, tables);
  tally.equal('lineInfo', () => {
    const parsed = parseDockerfile(tables.lineInfo.dockerfile);
    return [parsed.range.start, parsed.range.end, parsed.nodes.map((node) => [node.range.start, node.range.end])];
  }, [tables.lineInfo.astStart, tables.lineInfo.astEnd, tables.lineInfo.children]);
  return tally.report();
}

function heredocs(tally: Tally, tables: Tables): void {
  const nodes = parseDockerfile(tables.heredocExtract.dockerfile).nodes.slice(1);
  tables.heredocExtract.expected.forEach((expected, index) => {
    tally.equal(
      `heredocExtract ${index}`,
      () =>
        nodes[index]!.heredocs.map((heredoc) => ({
          Name: heredoc.name,
          Content: heredoc.content,
          ...(heredoc.expand && { Expand: true }),
          ...(heredoc.chomp && { Chomp: true }),
          ...(heredoc.fileDescriptor && { FileDescriptor: heredoc.fileDescriptor }),
        })),
      (expected ?? []).map((each) => Object.fromEntries(Object.entries(each).filter(([, value]) => value !== false))),
    );
  });
  const { valid, invalid, not } = tables.heredocHelpers;
  for (const text of valid) tally.equal(`heredoc ${text}`, () => parseHeredoc(text)?.name, 'EOF');
  for (const text of invalid) refuses(tally, `heredoc ${text}`, () => parseHeredoc(text));
  for (const text of not) tally.equal(`heredoc ${text}`, () => parseHeredoc(text) === undefined, true);
  for (const row of tables.heredocsFromLine) {
    const names = (): string[] => heredocsOfLine(row.line).map((heredoc) => heredoc.name);
    // The original test compares only the names that were found.
    tally.equal(`heredocs of ${row.line}`, names, (row.heredocNames ?? []).slice(0, names().length));
  }
  for (const row of tables.chomp) tally.equal('chomp', () => chompHeredoc(row.input), row.expected);
  const none = (): number =>
    parseDockerfile(tables.jsonHeredoc.dockerfile).nodes.flatMap((node) => node.heredocs).length;
  tally.equal('jsonHeredoc', none, 0);
}

function directives(tally: Tally, tables: Tables): void {
  for (const row of tables.detectSyntax) {
    tally.equal(
      `detectSyntax ${row.text}`,
      () => summary(detectSyntax(row.text), row),
      row.found === false ? undefined : [row.ref, row.cmdline, row.line],
    );
  }
  for (const row of tables.parseCheckDirective) {
    tally.equal(
      `check ${row.text}`,
      () => summary(findDirective('check', row.text), row),
      row.found === false ? undefined : [row.value, row.cmdline, row.line],
    );
  }
}

function summary(
  found: ReturnType<typeof detectSyntax>,
  row: { cmdline?: string; line?: number },
): (string | number | undefined)[] | undefined {
  return found && [found.value, row.cmdline && found.commandLine, row.line && found.range.start];
}
