import { decode, encode } from '../../../kernel/text.ts';
import { Pattern, type Preference } from '../../regexp/pattern.ts';

/**
 * Shell patterns (POSIX 2.13). A pattern is text in which a backslash takes the meaning from the next character;
 * quoting is turned into such backslashes before it gets here.
 */

const CLASSES: Record<string, string> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  print: '\\x20-\\x7e\\u00a0-\\u{10ffff}',
  graph: '\\x21-\\x7e\\u00a1-\\u{10ffff}',
  cntrl: '\\x00-\\x1f\\x7f',
};

export const MAGIC = /[*?[\\]/;
const EXTENDED = /[?*+@!]\(/;

/** Puts a backslash before everything a pattern would give meaning to. */
export function quotePattern(text: string): string {
  return /[*?[\]\\!^()|+@-]/.test(text) ? text.replace(/[*?[\]\\!^()|+@-]/g, '\\$&') : text;
}

export function unquotePattern(pattern: string): string {
  return pattern.includes('\\') ? pattern.replace(/\\([\s\S])/g, '$1') : pattern;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function inClass(character: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(character) ? `\\${character}` : character;
}

/** The bracket expression at `at`, as a regular expression's class, and where it ends; undefined when it does not close. */
function bracket(pattern: string, at: number): { source: string; end: number } | undefined {
  let position = at + 1;
  const negated = pattern[position] === '!' || pattern[position] === '^';
  if (negated) position++;
  let body = '';
  const take = (): string | undefined => {
    const named = /\[(?::([a-z]+):|[.=]([^\]])[.=])\]/y;
    named.lastIndex = position;
    const match = named.exec(pattern);
    if (match) {
      position += match[0].length;
      if (match[1] !== undefined) {
        body += CLASSES[match[1]] ?? '';
        return undefined;
      }
      return match[2]!;
    }
    if (pattern[position] === '\\' && position + 1 < pattern.length) position++;
    const character = String.fromCodePoint(pattern.codePointAt(position)!);
    position += character.length;
    return character;
  };
  for (let first = true; ; first = false) {
    if (position >= pattern.length) return undefined;
    if (pattern[position] === ']' && !first) break;
    const from = take();
    if (from === undefined) continue;
    if (pattern[position] === '-' && position + 1 < pattern.length && pattern[position + 1] !== ']') {
      position++;
      const to = take();
      if (to === undefined) body += `${inClass(from)}\\-`;
      else if (from <= to) body += `${inClass(from)}-${inClass(to)}`;
    } else body += inClass(from);
  }
  const source = body === '' ? (negated ? '[^]' : '[]') : `[${negated ? '^' : ''}${body}]`;
  return { source, end: position + 1 };
}

function closing(pattern: string, open: number): number {
  for (let at = open, depth = 0; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === '(') depth++;
    else if (pattern[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

function alternatives(body: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0, depth = 0; at <= body.length; at++) {
    if (body[at] === '\\') at++;
    else if (body[at] === '(') depth++;
    else if (body[at] === ')') depth--;
    else if (at === body.length || (body[at] === '|' && depth === 0)) {
      parts.push(body.slice(from, at));
      from = at + 1;
    }
  }
  return parts;
}

/** The source of a regular expression that matches what the pattern matches; `*` is greedy unless `lazy`. */
export function patternSource(pattern: string, options: { extended?: boolean; lazy?: boolean } = {}): string {
  const many = options.lazy ? '[^]*?' : '[^]*';
  let source = '';
  for (let at = 0; at < pattern.length; ) {
    const character = pattern[at]!;
    if (options.extended && pattern[at + 1] === '(' && '?*+@!'.includes(character)) {
      const end = closing(pattern, at + 1);
      if (end > 0) {
        const inner = alternatives(pattern.slice(at + 2, end))
          .map((part) => patternSource(part, options))
          .join('|');
        if (character === '!') source += `(?:(?!(?:${inner})${patternSource(pattern.slice(end + 1), options)}$)[^]*?)`;
        else source += `(?:${inner})${character === '@' ? '' : character}`;
        at = end + 1;
        continue;
      }
    }
    if (character === '*') {
      while (pattern[at + 1] === '*') at++;
      source += many;
    } else if (character === '?') source += '[^]';
    else if (character === '[') {
      const found = bracket(pattern, at);
      if (found) {
        source += found.source;
        at = found.end;
        continue;
      }
      source += '\\[';
    } else if (character === '\\' && at + 1 < pattern.length) {
      at++;
      source += literal(pattern[at]!);
    } else source += literal(character);
    at++;
  }
  return source;
}

const cache = new Map<string, Pattern>();

function compile(key: string, source: () => string, preference: Preference = 'longest'): Pattern {
  let expression = cache.get(key);
  if (!expression) {
    if (cache.size > 500) cache.clear();
    expression = new Pattern(source(), 'u', preference);
    cache.set(key, expression);
  }
  return expression;
}

/** How a shell matches. */
export interface Matching {
  /** ksh's `@(a|b)` and its kin. */
  readonly extended: boolean;
  /** `?` and brackets stand for one byte, as in the POSIX locale, and not for one character. */
  readonly bytes: boolean;
}

const PLAIN: Matching = { extended: false, bytes: false };

/** Where the replacement of `${x/p/r}` had an unquoted `&`. */
export const MATCHED = '\u0001&';

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** One unit per byte. */
export function narrow(text: string): string {
  return isAscii(text) ? text : String.fromCharCode(...encode(text));
}

export function widen(text: string): string {
  return isAscii(text) ? text : decode(Uint8Array.from(text, (unit) => unit.charCodeAt(0)));
}

export function matches(pattern: string, text: string, matching = PLAIN): boolean {
  if (pattern === '*') return true;
  const { extended } = matching;
  if (!MAGIC.test(pattern) && !(extended && EXTENDED.test(pattern))) return pattern === text;
  const [glob, subject] = matching.bytes ? [narrow(pattern), narrow(text)] : [pattern, text];
  return compile(`=${extended}${glob}`, () => `^(?:${patternSource(glob, { extended })})$`).test(subject);
}

/** `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`. */
export function remove(text: string, operator: '#' | '##' | '%' | '%%', pattern: string, matching = PLAIN): string {
  if (!matching.bytes) return removed(text, operator, pattern, matching.extended);
  return widen(removed(narrow(text), operator, narrow(pattern), matching.extended));
}

function removed(text: string, operator: '#' | '##' | '%' | '%%', pattern: string, extended: boolean): string {
  if (pattern === '') return text;
  const lazy = operator.length === 1;
  if (operator[0] === '#') {
    const match = compile(
      `${operator}${extended}${pattern}`,
      () => `^(?:${patternSource(pattern, { extended, lazy })})`,
      lazy ? 'shortest' : 'longest',
    ).exec(text);
    return match ? text.slice(match[0].length) : text;
  }
  const whole = compile(`%${extended}${pattern}`, () => `^(?:${patternSource(pattern, { extended })})$`);
  // The longest suffix is the first position that matches, the shortest the last.
  if (lazy) {
    for (let at = text.length; at >= 0; at--) if (whole.test(text.slice(at))) return text.slice(0, at);
  } else {
    for (let at = 0; at <= text.length; at++) if (whole.test(text.slice(at))) return text.slice(0, at);
  }
  return text;
}

/** `${x/p/r}` and its kin. */
export function replace(
  text: string,
  operator: string,
  pattern: string,
  replacement: string,
  matching = PLAIN,
): string {
  if (!matching.bytes) return replaced(text, operator, pattern, replacement, matching.extended);
  return widen(replaced(narrow(text), operator, narrow(pattern), narrow(replacement), matching.extended));
}

function replaced(text: string, operator: string, pattern: string, replacement: string, extended: boolean): string {
  if (pattern === '') return text;
  const source = patternSource(pattern, { extended });
  const anchored = operator === '/#' ? `^(?:${source})` : operator === '/%' ? `(?:${source})$` : source;
  const expression = new Pattern(anchored, operator === '//' ? 'gu' : 'u', 'longest');
  return text.replace(expression, (match) => (match === '' && operator === '//' ? '' : withMatch(replacement, match)));
}

/** bash's patsub_replacement: what an unquoted `&` stands for (marked by its caller). */
function withMatch(replacement: string, match: string): string {
  return replacement.includes(MATCHED) ? replacement.replaceAll(MATCHED, match) : replacement;
}
