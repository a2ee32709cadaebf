import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLParseError } from 'yaml';
import { isMapping, type Mapping, type Tree } from './tree.ts';

/** What libyaml, on which compose's YAML library stands, calls the errors of the parser here, and where it notices them. */
const ERRORS: readonly [RegExp, string, (error: YAMLParseError, text: string) => number][] = [
  [/Tabs are not allowed/, 'found character that cannot start any token', lineOf],
  [/Nested mappings|Implicit (map )?keys need/, 'mapping values are not allowed in this context', colonLine],
  [/^Missing closing/, 'found unexpected end of stream', lineOfStart],
  [/^Flow sequence .* must end with a \]/, "did not find expected ',' or ']'", flowLine],
  [/^Flow map .* must end with a \}/, "did not find expected ',' or '}'", flowLine],
  [/same column|must be sufficiently indented|sequence|Unexpected/, 'did not find expected key', mappingLine],
];

/** One file as it is written, and the places at which it does away with what the files before it said. */
export interface ComposeFile {
  readonly tree: Mapping;
  readonly replaced: readonly (readonly string[])[];
}

/** `0700` is 448 to the YAML library compose uses. */
const OCTAL = {
  identify: () => false,
  default: true as const,
  tag: 'tag:yaml.org,2002:int',
  test: /^0[0-7_]+$/,
  resolve: (text: string) => Number.parseInt(text.replaceAll('_', ''), 8),
};

/** Finds what is tagged `!reset`, which goes, and `!override`, which stays. */
function takeOut(node: Node, path: readonly string[], replaced: string[][]): boolean {
  const { tag } = node;
  if (tag === '!reset' || tag === '!override') {
    replaced.push([...path]);
    if (tag === '!reset') return true;
  }
  if (isMap(node))
    node.items = node.items.filter(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : String(key);
      return !(value && takeOut(value as Node, [...path, name], replaced));
    });
  else if (isSeq(node)) for (const item of node.items) takeOut(item as Node, path, []);
  return false;
}

/**
 * Reads one compose file. Its failures are in the words of the YAML library that compose is built on; `named` tells that the project
 * has a name already, so that the file is read in earnest at once and its name stands before the error.
 */
export function parseYaml(text: string, file: string, named: boolean): ComposeFile {
  const fail = (reason: string) => new Error(named ? `failed to parse ${file}: ${reason}` : reason);
  const document = parseDocument(text, {
    merge: true,
    uniqueKeys: true,
    customTags: (tags) => [OCTAL, ...tags],
    logLevel: 'error',
  });
  const error = document.errors[0];
  if (error?.code === 'DUPLICATE_KEY') throw new Error(`failed to parse ${file}: ${duplicateKey(error, text)}`);
  if (error) throw fail(`yaml: ${wordsOf(error, text)}`);
  const replaced: string[][] = [];
  if (document.contents) takeOut(document.contents as Node, [], replaced);
  let tree: Tree;
  try {
    tree = document.toJS({ maxAliasCount: 1000 }) as Tree;
  } catch (failure) {
    throw fail(`yaml: ${aliasError((failure as Error).message) ?? (failure as Error).message}`);
  }
  if (tree === null) throw new Error('empty compose file');
  if (isMapping(tree)) {
    const { version: _, ...rest } = tree;
    if (Object.keys(rest).length === 0) throw new Error('empty compose file');
    return { tree: withPlainValues(tree) as Mapping, replaced };
  }
  if (named) throw new Error('top-level object must be a mapping');
  if (Array.isArray(tree)) throw new Error('yaml: unmarshal errors:\n  line 1: cannot unmarshal !!seq into cli.named');
  const kind = { string: '!!str', number: '!!int', boolean: '!!bool' }[typeof tree as 'string' | 'number' | 'boolean'];
  throw new Error(
    `yaml: unmarshal errors:\n  line 1: cannot unmarshal ${kind} \`${shorten(String(tree))}\` into cli.named`,
  );
}

const shorten = (text: string): string => (text.length > 10 ? `${text.slice(0, 7)}...` : text);

const aliasError = (message: string): string | undefined => {
  const name = /Unresolved alias.*?: ([^\s.]+)/.exec(message)?.[1];
  return name && `unknown anchor '${name}' referenced`;
};

function wordsOf(error: YAMLParseError, text: string): string {
  const alias = aliasError(error.message);
  if (alias) return alias;
  const [, words, line] = ERRORS.find(([pattern]) => pattern.test(error.message)) ?? [];
  if (!words || !line) return `line ${lineOf(error)}: ${error.message.split(' at line')[0]}`;
  // A flow sequence that is over before anything came.
  if (/\[\s*$/.test(text)) return `line ${text.trimEnd().split('\n').length}: did not find expected node content`;
  return `line ${line(error, text)}: ${words}`;
}

function lineOf(error: YAMLParseError): number {
  return error.linePos?.[0].line ?? 1;
}

/** Where the quoted text began that never ends. */
function lineOfStart(error: YAMLParseError, text: string): number {
  const before = text.slice(0, error.pos[0]).trimEnd();
  return Math.min(lineOf(error), before.split('\n').length);
}

/** The line of the colon that should not be there. */
function colonLine(error: YAMLParseError, text: string): number {
  const start = lineOf(error);
  const later = text.split('\n').findIndex((line, index) => index >= start - 1 && /:(\s|$)/.test(line));
  return later < 0 ? start : later + 1;
}

/** libyaml counts from nought where something open began. */
function flowLine(error: YAMLParseError, text: string): number {
  const open = Math.max(text.lastIndexOf('[', error.pos[0]), text.lastIndexOf('{', error.pos[0]));
  return Math.max(1, text.slice(0, open).split('\n').length - 1);
}

/** Where the mapping begins in which the bad line should be a key, counted from nought. */
function mappingLine(error: YAMLParseError, text: string): number {
  const lines = text.split('\n');
  const bad = lineOf(error) - 1;
  const column = indentOf(lines[bad] ?? '');
  let start = bad;
  let indent = Number.POSITIVE_INFINITY;
  for (let line = bad - 1; line >= 0; line--) {
    const content = lines[line]!;
    if (content.trim() === '' || content.trim().startsWith('#')) continue;
    const here = indentOf(content);
    if (here > column) continue;
    if (here > indent || (here < indent && indent !== Number.POSITIVE_INFINITY)) break;
    indent = here;
    start = line;
  }
  return Math.max(1, start);
}

const indentOf = (line: string): number => /^ */.exec(line)![0].length;

function duplicateKey(error: YAMLParseError, text: string): string {
  const line = lineOf(error);
  const lines = text.split('\n');
  const key = /^\s*(?:- )?["']?([^"':]+)["']?\s*:/.exec(lines[line - 1] ?? '')?.[1] ?? '';
  const indent = indentOf(lines[line - 1] ?? '');
  let first = line;
  for (let before = line - 1; before >= 1; before--) {
    const content = lines[before - 1]!;
    if (indentOf(content) === indent && content.trim().startsWith(`${key}:`)) first = before;
    if (content.trim() !== '' && indentOf(content) < indent) break;
  }
  return `line ${line}: mapping key ${JSON.stringify(key)} already defined at line ${first}`;
}

/** Dates and big numbers, which a compose file means as text. */
function withPlainValues(tree: unknown): Tree {
  if (Array.isArray(tree)) return tree.map(withPlainValues);
  if (tree instanceof Date) return tree.toISOString();
  if (typeof tree === 'bigint') return Number(tree);
  if (tree === undefined) return null;
  if (!isMapping(tree)) return tree as Tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, withPlainValues(value)]));
}
