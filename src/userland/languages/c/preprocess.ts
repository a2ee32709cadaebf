import type { Place } from './ast.ts';
import { applied } from './constant.ts';
import { CError, refused } from './errors.ts';
import { lex, type Token } from './lex.ts';
import { HEADERS } from './library.ts';

interface Macro {
  readonly parameters: readonly string[] | undefined;
  readonly body: readonly Token[];
}

export interface Preprocessed {
  readonly tokens: readonly Token[];
  /** Lines of every file that was read, for messages. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** Standard headers that were included. */
  readonly headers: ReadonlySet<string>;
}

/** Reads a file for `#include "…"`; undefined when there is none. */
export type ReadSource = (path: string) => string | undefined;

const PREDEFINED =
  '#define __STDC__ 1\n#define __STDC_VERSION__ 201710L\n#define __linux__ 1\n#define __x86_64__ 1\n#define __GNUC__ 14\n';

/** The C preprocessor: includes, macros, conditions (C17 6.10). */
export function preprocess(file: string, text: string, read: ReadSource, defines: readonly string[]): Preprocessed {
  const run = new Preprocessor(read);
  run.file('<built-in>', PREDEFINED);
  for (const each of defines) {
    const [name, value = '1'] = each.split(/=(.*)/s);
    run.file('<command-line>', `#define ${name} ${value}\n`);
  }
  run.file(file, text);
  return { tokens: [...run.out, lex('', file)[0]!], sources: run.sources, headers: run.headers };
}

class Preprocessor {
  readonly out: Token[] = [];
  readonly sources = new Map<string, readonly string[]>();
  readonly headers = new Set<string>();
  readonly #read: ReadSource;
  readonly #macros = new Map<string, Macro>();
  #depth = 0;

  constructor(read: ReadSource) {
    this.#read = read;
  }

  file(name: string, text: string): void {
    this.sources.set(name, text.split('\n'));
    const tokens = lex(text, name);
    /** Of each open condition: whether its lines count, and whether one of its branches has. */
    const conditions: { counts: boolean; done: boolean }[] = [];
    let at = 0;
    const rest = () => {
      const words: Token[] = [];
      while (!tokens[at]!.isFirst) words.push(tokens[at++]!);
      return words;
    };
    while (tokens[at]!.kind !== 'end') {
      const first = tokens[at]!;
      const counts = conditions.every((each) => each.counts);
      if (!(first.isFirst && first.text === '#' && first.kind === 'operator')) {
        const line = [tokens[at++]!];
        // Arguments of a macro may stand on several lines.
        while (tokens[at]!.kind !== 'end' && !(tokens[at]!.isFirst && tokens[at]!.text === '#'))
          line.push(tokens[at++]!);
        if (counts) this.out.push(...this.#expand(line));
        continue;
      }
      at++;
      if (tokens[at]!.isFirst) continue;
      const directive = tokens[at++]!;
      const words = rest();
      switch (directive.text) {
        case 'if':
        case 'ifdef':
        case 'ifndef': {
          const holds = counts && this.#condition(directive, words);
          conditions.push({ counts: holds, done: holds || !counts });
          break;
        }
        case 'elif':
        case 'else': {
          const open = conditions.at(-1);
          if (!open) throw new CError(directive.at, `#${directive.text} without #if`);
          open.counts = !open.done && (directive.text === 'else' || this.#condition(directive, words));
          open.done ||= open.counts;
          break;
        }
        case 'endif':
          if (!conditions.pop()) throw new CError(directive.at, '#endif without #if');
          break;
        default:
          if (counts) this.#directive(directive, words);
      }
    }
    if (conditions.length > 0) throw new CError(tokens[at]!.at, 'unterminated #if');
  }

  #directive(directive: Token, words: readonly Token[]): void {
    const [first, ...more] = words;
    switch (directive.text) {
      case 'include':
        this.#include(directive.at, words);
        return;
      case 'define': {
        if (first?.kind !== 'name') throw new CError(directive.at, 'macro names must be identifiers');
        const isFunction = more[0]?.text === '(' && !more[0].isApart;
        const close = more.findIndex(({ text }) => text === ')');
        this.#macros.set(first.text, {
          parameters: isFunction ? more.slice(1, close).flatMap(({ text }) => (text === ',' ? [] : [text])) : undefined,
          body: isFunction ? more.slice(close + 1) : more,
        });
        return;
      }
      case 'undef':
        this.#macros.delete(first?.text ?? '');
        return;
      case 'error':
        throw new CError(directive.at, `#error ${words.map(({ text }) => text).join(' ')}`);
      case 'pragma':
        return;
      default:
        throw new CError(directive.at, `invalid preprocessing directive #${directive.text}`);
    }
  }

  #include(at: Place, words: readonly Token[]): void {
    const [first] = words;
    const isOwn = first?.kind === 'string';
    const name = isOwn
      ? first.text
      : words
          .slice(1, -1)
          .map(({ text }) => text)
          .join('');
    if (Object.hasOwn(HEADERS, name)) {
      if (this.headers.has(name)) return;
      this.headers.add(name);
      this.file(`<${name}>`, HEADERS[name]!);
      return;
    }
    const text = isOwn ? this.#read(name) : undefined;
    const place = first
      ? { ...first.at, length: words.at(-1)!.at.column + words.at(-1)!.at.length - first.at.column }
      : at;
    if (text === undefined) {
      if (KNOWN_ELSEWHERE.test(name)) throw refused(place, `the header <${name}>`);
      throw new CError(place, `${name}: No such file or directory`, { isFatal: true });
    }
    if (++this.#depth > 50) throw new CError(at, '#include nested depth 200 exceeds maximum of 200');
    this.file(name, text);
    this.#depth--;
  }

  /** Whether an `#if` holds. */
  #condition(directive: Token, words: readonly Token[]): boolean {
    if (directive.text === 'ifdef') return this.#macros.has(words[0]?.text ?? '');
    if (directive.text === 'ifndef') return !this.#macros.has(words[0]?.text ?? '');
    const text = words.map((each) => each.text).join(' ');
    const defined = text.replace(/\bdefined\s*(?:\(\s*(\w+)\s*\)|(\w+))/g, (_, a?: string, b?: string) =>
      this.#macros.has(a ?? b ?? '') ? '1' : '0',
    );
    const tokens = this.#expand(
      lex(defined, directive.at.file)
        .slice(0, -1)
        .map((each) => ({ ...each, at: directive.at })),
    );
    return evaluate(tokens, directive.at) !== 0n;
  }

  #expand(tokens: readonly Token[]): Token[] {
    const waiting = [...tokens].reverse();
    const out: Token[] = [];
    while (waiting.length > 0) {
      const token = waiting.pop()!;
      const macro = token.kind === 'name' && !token.hidden?.has(token.text) ? this.#macros.get(token.text) : undefined;
      if (token.text === '__LINE__') out.push({ ...token, kind: 'number', text: String(token.at.line) });
      else if (token.text === '__FILE__') out.push({ ...token, kind: 'string', text: token.at.file });
      else if (!macro) out.push(token);
      else if (macro.parameters === undefined) waiting.push(...placed(macro.body, token).reverse());
      else if (waiting.at(-1)?.text !== '(') out.push(token);
      else waiting.push(...placed(this.#substituted(macro, argumentsOf(waiting, token)), token).reverse());
    }
    return out;
  }

  #substituted({ parameters, body }: Macro, given: readonly (readonly Token[])[]): Token[] {
    const argument = (name: string): readonly Token[] | undefined => {
      if (name === '__VA_ARGS__')
        return given.slice(parameters!.length - 1).flatMap((each, at) => (at === 0 ? each : [COMMA, ...each]));
      const index = parameters!.indexOf(name);
      return index < 0 ? undefined : (given[index] ?? []);
    };
    const out: Token[] = [];
    for (let at = 0; at < body.length; at++) {
      const token = body[at]!;
      const next = body[at + 1];
      if (token.text === '#' && next && argument(next.text)) {
        const words = argument(next.text)!.map((each) => (each.isApart ? ' ' : '') + written(each));
        out.push({ ...token, kind: 'string', text: words.join('').trim() });
        at++;
      } else if (next?.text === '##') {
        const [left, right] = [token, body[at + 2]!].map((each) => argument(each.text) ?? [each]) as [Token[], Token[]];
        const glued = lex((left.at(-1)?.text ?? '') + (right[0]?.text ?? ''), token.at.file)[0]!;
        out.push(...left.slice(0, -1), { ...glued, at: token.at, isFirst: false }, ...right.slice(1));
        at += 2;
      } else {
        const of = token.kind === 'name' ? argument(token.text) : undefined;
        out.push(...(of ? this.#expand(of) : [token]));
      }
    }
    return out;
  }
}

/** Headers of glibc and POSIX whose functions are not here. */
const KNOWN_ELSEWHERE =
  /^(stdarg|sys\/|net|arpa\/|pthread|curses|ncurses|dirent|fcntl|poll|termios|setjmp|complex|fenv|locale|wchar|wctype|regex|dlfcn|semaphore|sched|pwd|grp|glob|stdatomic|threads|tgmath|openssl\/|curl\/|X11\/|linux\/)/;

const COMMA: Token = {
  kind: 'operator',
  text: ',',
  at: { file: '', line: 0, column: 0, length: 1 },
  isFirst: false,
  isApart: false,
};

/** A macro's body stands where the macro was named, and does not name it again. */
function placed(body: readonly Token[], by: Token): Token[] {
  const hidden = new Set(by.hidden).add(by.text);
  return body.map((token) => ({
    ...token,
    at: by.at,
    isFirst: false,
    hidden: new Set([...hidden, ...(token.hidden ?? [])]),
  }));
}

function argumentsOf(waiting: Token[], macro: Token): Token[][] {
  waiting.pop();
  const given: Token[][] = [[]];
  for (let depth = 0; ; ) {
    const token = waiting.pop();
    if (!token) throw new CError(macro.at, `unterminated argument list invoking macro "${macro.text}"`);
    if (depth === 0 && token.text === ')' && token.kind === 'operator') return given;
    if (token.kind === 'operator' && token.text === '(') depth++;
    if (token.kind === 'operator' && token.text === ')') depth--;
    if (depth === 0 && token.text === ',' && token.kind === 'operator') given.push([]);
    else given.at(-1)!.push(token);
  }
}

function written({ kind, text }: Token): string {
  return kind === 'string' ? JSON.stringify(text) : kind === 'character' ? `'${text}'` : text;
}

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** The value of an `#if`: names are 0. */
function evaluate(tokens: readonly Token[], place: Place): bigint {
  let at = 0;
  const level = (depth: number): bigint => {
    if (depth === LEVELS.length) return unary();
    let left = level(depth + 1);
    while (LEVELS[depth]!.includes(tokens[at]?.text ?? '')) {
      const operator = tokens[at++]!.text;
      left = applied(operator, left, level(depth + 1), place);
    }
    return left;
  };
  const unary = (): bigint => {
    const token = tokens[at++];
    if (!token) throw new CError(place, '#if with no expression');
    if (token.text === '!') return unary() === 0n ? 1n : 0n;
    if (token.text === '-') return -unary();
    if (token.text === '(') {
      const value = level(0);
      at++;
      return value;
    }
    return token.kind === 'number' ? BigInt(token.text.replace(/[uUlL]+$/, '')) : 0n;
  };
  return level(0);
}
