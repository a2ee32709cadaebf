import { Pattern } from '../../regexp/pattern.ts';
import { BadPattern, compilePattern, escapeLiteral } from '../../regexp/posix.ts';
import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { globPattern } from '../common/glob.ts';
import { closeInput, LineReader, openInput, readWhole, splitLines } from '../common/input.ts';
import { type Options, parseOptions, usage } from '../common/options.ts';
import { basename, join } from '../common/paths.ts';

const LONG = {
  'extended-regexp': 'E',
  'fixed-strings': 'F',
  'basic-regexp': 'G',
  'perl-regexp': 'P',
  regexp: 'e',
  file: 'f',
  'ignore-case': 'i',
  'no-ignore-case': 'no-i',
  'word-regexp': 'w',
  'line-regexp': 'x',
  'null-data': 'z',
  'no-messages': 's',
  'invert-match': 'v',
  'max-count': 'm',
  'byte-offset': 'b',
  'line-number': 'n',
  'line-buffered': 'U',
  'with-filename': 'H',
  'no-filename': 'h',
  label: 'label:',
  'only-matching': 'o',
  quiet: 'q',
  silent: 'q',
  text: 'a',
  recursive: 'r',
  'dereference-recursive': 'R',
  include: 'include:',
  exclude: 'exclude:',
  'exclude-dir': 'exclude-dir:',
  'files-without-match': 'L',
  'files-with-matches': 'l',
  count: 'c',
  null: 'Z',
  'after-context': 'A',
  'before-context': 'B',
  context: 'C',
  color: 'color::',
  colour: 'color::',
  'binary-files': 'binary:',
};

/** grep(1), egrep, fgrep. Status 0: something matched, 1: nothing, 2: trouble. */
export const grep: Command = async (context) => {
  if (context.gnu) context.usage = `Usage: ${context.name} [OPTION]... PATTERNS [FILE]...\n${context.hint()}`;
  const options = parseOptions(context, `EFGPe:f:ivwxcqlLnHhosrRm:A:B:C:abzZUyIT${context.gnu ? '#' : ''}`, {
    long: LONG,
    status: 2,
  });
  const name = basename(context.name);
  const operands = [...options.operands];
  const sources: string[] = options.all('e').flatMap((text) => binaryFromText(text).split('\n'));
  for (const path of options.all('f')) {
    try {
      sources.push(...splitLines(await readWhole(context, path)));
    } catch (error) {
      context.cannotOpen(path, error, 2);
      return 2;
    }
  }
  if (!options.has('e') && !options.has('f')) {
    const pattern = operands.shift();
    if (pattern === undefined) {
      usage(context, 2);
    }
    sources.push(...binaryFromText(pattern).split('\n'));
  }
  if (context.gnu && new Set(options.list.map(([key]) => key).filter((key) => 'EFGP'.includes(key))).size > 1)
    throw new Exit(2, 'conflicting matchers specified');
  const dialect = options.last('EFGP') ?? (name === 'egrep' ? 'E' : name === 'fgrep' ? 'F' : 'G');
  const search = new Search(context, options, compilePatterns(context, options, sources, dialect));
  return search.run(operands);
};

/** The patterns, compiled apart: POSIX wants the longest of the leftmost matches. */
function compilePatterns(context: Context, options: Options, sources: string[], dialect: string): RegExp[] {
  const ignoreCase = options.any('iy');
  const compile = (source: string): string => {
    if (dialect === 'F') return escapeLiteral(source);
    if (dialect === 'P') return source;
    const bare = /^\[(:\w*:)\]/.exec(source);
    if (bare && context.gnu) throw new Exit(2, `character class syntax is [[${bare[1]}]], not [${bare[1]}]`);
    try {
      return compilePattern(source, { extended: dialect === 'E', ignoreCase }).source;
    } catch (error) {
      if (!(error instanceof BadPattern)) throw error;
      throw new Exit(2, context.gnu ? error.message : `bad regex '${source}': ${error.message}`);
    }
  };
  const wrap = (text: string): string => {
    if (options.has('x')) return `^(?:${text})$`;
    return options.has('w') ? `(?<![A-Za-z0-9_])(?:${text})(?![A-Za-z0-9_])` : text;
  };
  try {
    return sources.map((source) => {
      return new Pattern(wrap(compile(source)), ignoreCase ? 'gi' : 'g', dialect === 'P' ? 'first' : 'longest');
    });
  } catch (error) {
    if (error instanceof SyntaxError) throw new Exit(2, 'Invalid regular expression');
    throw error;
  }
}

/** A quick yes or no for a whole line. */
function anyOf(patterns: RegExp[]): (line: string) => boolean {
  const { words, others } = patterns.length > 50 ? separateWords(patterns) : { words: [], others: patterns };
  const referring = others.some(({ source }) => /\\[1-9]/.test(source));
  const tested =
    referring || others.length < 2
      ? others
      : [new Pattern(others.map(({ source }) => `(?:${source})`).join('|'), others[0]!.flags)];
  const hasWord = wordFinder(words);
  return (line) => {
    if (hasWord(line)) return true;
    for (const pattern of tested) {
      pattern.lastIndex = 0;
      if (pattern.test(line)) return true;
    }
    return false;
  };
}

/** Many patterns are mostly plain words, which can be found without trying one after the other. */
function separateWords(patterns: RegExp[]): { words: string[]; others: RegExp[] } {
  const words: string[] = [];
  const others: RegExp[] = [];
  for (const pattern of patterns) {
    const plain = !pattern.ignoreCase && /^(?:[^\\^$.*+?()[\]{}|]|\\\W)+$/.test(pattern.source);
    if (plain) words.push(pattern.source.replace(/\\(.)/g, '$1'));
    else others.push(pattern);
  }
  return { words, others };
}

/** Looks every stretch of a line up, by the lengths the words have. */
function wordFinder(words: string[]): (line: string) => boolean {
  if (words.length === 0) return () => false;
  const known = new Set(words);
  const lengths = [...new Set(words.map((word) => word.length))];
  return (line) =>
    known.has(line) ||
    lengths.some((length) => {
      for (let at = 0; at + length <= line.length; at++) if (known.has(line.slice(at, at + length))) return true;
      return false;
    });
}

/** Where the patterns match, leftmost and longest first, not overlapping. */
function matchesIn(patterns: RegExp[], line: string): { at: number; text: string }[] {
  const found: { at: number; text: string }[] = [];
  for (let from = 0; from < line.length; ) {
    let best: { at: number; text: string } | undefined;
    for (const pattern of patterns) {
      pattern.lastIndex = from;
      let match = pattern.exec(line);
      while (match && match[0] === '' && match.index < line.length) {
        pattern.lastIndex = match.index + 1;
        match = pattern.exec(line);
      }
      if (!match || match[0] === '') continue;
      const better = !best || match.index < best.at || (match.index === best.at && match[0].length > best.text.length);
      if (better) best = { at: match.index, text: match[0] };
    }
    if (!best) break;
    found.push(best);
    from = best.at + best.text.length;
  }
  return found;
}

class Search {
  readonly #context: Context;
  readonly #options: Options;
  readonly #patterns: RegExp[];
  readonly #test: (line: string) => boolean;
  readonly #before: number;
  readonly #after: number;
  readonly #colour: boolean;
  readonly #separator: string;
  readonly #max: number;
  #withName = false;
  #matched = false;
  #gap = false;

  constructor(context: Context, options: Options, patterns: RegExp[]) {
    this.#context = context;
    this.#options = options;
    this.#patterns = patterns;
    this.#test = anyOf(patterns);
    const around = options.get('C') ?? options.get('#');
    const amount = (letter: string): number => {
      const text = options.get(letter) ?? around ?? '0';
      if (!/^\d+$/.test(text)) {
        throw new Exit(2, context.gnu ? `${text}: invalid context length argument` : `invalid number '${text}'`);
      }
      return Number(text);
    };
    this.#before = amount('B');
    this.#after = amount('A');
    const max = options.get('m');
    if (max !== undefined && !/^-?\d+$/.test(max))
      throw new Exit(2, context.gnu ? 'invalid max count' : `invalid number '${max}'`);
    this.#max = max === undefined || Number(max) < 0 ? Number.POSITIVE_INFINITY : Number(max);
    const when = options.get('color');
    this.#colour = when === 'always' || ((when === '' || when === 'auto') && context.sys.isatty(1));
    this.#separator = options.has('z') ? '\0' : '\n';
  }

  async run(operands: string[]): Promise<number> {
    const options = this.#options;
    const recursive = options.any('rR');
    const paths = operands.length > 0 ? operands : recursive ? ['.'] : ['-'];
    this.#withName = options.last('Hh') === 'H' || (!options.has('h') && (operands.length > 1 || recursive));
    if (recursive && operands.length === 1 && !options.any('Hh') && !this.#isDirectory(operands[0]!)) {
      this.#withName = !this.#context.gnu;
    }
    for (const path of paths) {
      if (recursive && path !== '-' && this.#isDirectory(path)) await this.#tree(path, operands.length === 0);
      else await this.#file(path);
      if (this.#matched && options.has('q')) return 0;
    }
    const trouble = this.#context.status === 2;
    if (trouble && !(options.has('q') && this.#matched)) return 2;
    return this.#matched ? 0 : 1;
  }

  #isDirectory(path: string): boolean {
    return this.#context.sys.exists(path) && this.#context.sys.stat(path).kind === 'directory';
  }

  async #tree(path: string, bare: boolean): Promise<void> {
    const { sys } = this.#context;
    let entries: ReturnType<typeof sys.readdir>;
    try {
      entries = sys.readdir(path);
    } catch (error) {
      this.#trouble(path, error);
      return;
    }
    for (const { name } of entries) {
      const below = bare && this.#context.gnu ? name : join(path, name);
      const stat = sys.lstat(below);
      const follow = this.#options.has('R') && stat.kind === 'symlink' && sys.exists(below) ? sys.stat(below) : stat;
      if (follow.kind === 'directory') {
        if (!this.#options.all('exclude-dir').some((glob) => globPattern(glob).test(name)))
          await this.#tree(below, false);
      } else if (follow.kind === 'file' && this.#included(name)) await this.#file(below);
      if (this.#matched && this.#options.has('q')) return;
    }
  }

  #included(name: string): boolean {
    const includes = this.#options.all('include');
    if (includes.length > 0 && !includes.some((glob) => globPattern(glob).test(name))) return false;
    return !this.#options.all('exclude').some((glob) => globPattern(glob).test(name));
  }

  #trouble(path: string, error: unknown): void {
    const message = reason(error);
    const folder = message === 'Is a directory';
    // busybox reads nothing out of a folder, and thinks nothing of it
    if (folder && !this.#context.gnu) return;
    if (this.#options.has('s')) this.#context.status = 2;
    else if (folder) this.#context.fail(`${path}: Is a directory`, 2);
    else if (this.#context.gnu) this.#context.failed(path, error, 2);
    else this.#context.fail(`${path}: ${message}`, 2);
  }

  async #file(path: string): Promise<void> {
    let fd: number;
    try {
      fd = openInput(this.#context, path);
    } catch (error) {
      this.#trouble(path, error);
      return;
    }
    try {
      await this.#scan(fd, path);
    } finally {
      closeInput(this.#context, fd);
    }
  }

  async #scan(fd: number, path: string): Promise<void> {
    const options = this.#options;
    const listing = options.any('lL');
    const quiet = options.any('qlLc');
    const label = path === '-' ? (options.get('label') ?? '(standard input)') : path;
    const name = binaryFromText(label);
    const invert = options.has('v');
    const reader = new LineReader(this.#context, fd, this.#separator);
    const held: { line: string; number: number; offset: number }[] = [];
    let number = 0;
    let offset = 0;
    let count = 0;
    let trailing = 0;
    let shown = 0;
    let binary = false;
    const kind = options.last('aI') ?? options.get('binary');
    const treatAsText = options.has('z') || kind === 'a' || kind === 'text' || !this.#context.gnu;
    let zeros: boolean | undefined;
    while (count < this.#max || trailing > 0) {
      const next = reader.next();
      const line = next instanceof Promise ? await next : next;
      if (line === undefined) break;
      number++;
      // a byte 0 in what was read first makes the whole file binary
      zeros ??= !treatAsText && `${line}${reader.rest()}`.includes('\0');
      if (zeros && (kind === 'I' || kind === 'without-match')) break;
      const at = offset;
      offset += line.length + 1;
      const breath = this.#patterns.length > 50 && number % 64 === 0 ? this.#context.sys.checkpoint() : undefined;
      if (breath) await breath;
      const selected = count < this.#max && this.#test(line) !== invert;
      if (selected) {
        count++;
        this.#matched ||= this.#context.gnu || !options.has('L');
        if (options.has('q') || listing) break;
        trailing = this.#after;
        if (quiet) continue;
        if (!treatAsText && (zeros || line.includes('\0'))) {
          binary = true;
          break;
        }
        const missed = held.length > 0 ? held[0]!.number : number;
        if ((this.#before || this.#after) && !options.has('o')) {
          if (this.#gap && missed > shown + 1) this.#context.out.binary(`${this.#paint('--', '36')}\n`);
          this.#gap = true;
        }
        if (!options.has('o')) for (const one of held) this.#print(name, one.line, one.number, one.offset, '-');
        held.length = 0;
        this.#print(name, line, number, at, ':');
        shown = number;
      } else if (trailing > 0) {
        trailing--;
        if (quiet || options.has('o')) continue;
        this.#print(name, line, number, at, '-');
        shown = number;
      } else if (this.#before > 0 && !quiet) {
        held.push({ line, number, offset: at });
        if (held.length > this.#before) held.shift();
      }
    }
    if (binary) this.#context.warn(`${label}: binary file matches`);
    if (options.has('q')) return;
    if (options.has('c'))
      this.#context.out.binary(`${this.#withName ? `${this.#name(name)}${this.#afterName(':')}` : ''}${count}\n`);
    const end = options.has('Z') ? '\0' : '\n';
    if (options.has('l') && count > 0) this.#context.out.binary(this.#name(name) + end);
    if (options.has('L') && count === 0) {
      // GNU's status tells of lines, whatever is listed
      if (!this.#context.gnu) this.#matched = true;
      this.#context.out.binary(this.#name(name) + end);
    }
  }

  #paint(text: string, colour: string): string {
    return this.#colour ? `\x1b[${colour}m\x1b[K${text}\x1b[m\x1b[K` : text;
  }

  #name(name: string): string {
    return this.#paint(name, '35');
  }

  #afterName(mark: string): string {
    return this.#options.has('Z') ? '\0' : this.#paint(mark, '36');
  }

  #highlight(line: string): string {
    let out = '';
    let last = 0;
    for (const { at, text } of matchesIn(this.#patterns, line)) {
      out += line.slice(last, at) + this.#paint(text, '01;31');
      last = at + text.length;
    }
    return out + line.slice(last);
  }

  #print(name: string, line: string, number: number, offset: number, mark: string): void {
    const options = this.#options;
    const head = (start: number): string => {
      let text = this.#withName ? this.#name(name) + this.#afterName(mark) : '';
      if (options.has('n')) text += this.#paint(String(number), '32') + this.#paint(mark, '36');
      if (options.has('b')) text += this.#paint(String(start), '32') + this.#paint(mark, '36');
      return text;
    };
    if (options.has('o')) {
      if (options.has('v')) return;
      for (const { at, text } of matchesIn(this.#patterns, line)) {
        this.#context.out.binary(`${head(offset + at)}${this.#paint(text, '01;31')}${this.#separator}`);
      }
      return;
    }
    const shown = this.#colour && mark === ':' && !options.has('v') ? this.#highlight(line) : line;
    this.#context.out.binary(head(offset) + shown + this.#separator);
  }
}
