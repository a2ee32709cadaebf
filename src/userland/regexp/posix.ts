import { Pattern } from './pattern.ts';

/** POSIX basic and extended regular expressions, with the GNU extensions, as JavaScript ones over byte strings. */

/** Thrown for expressions that regcomp(3) refuses; the message is regerror's. */
export class BadPattern extends Error {}

const CLASSES: Record<string, string> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\v\\f\\r',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
};

const GNU_ESCAPES: Record<string, string> = {
  w: '[A-Za-z0-9_]',
  W: '[^A-Za-z0-9_]',
  s: '[ \\t\\n\\v\\f\\r]',
  S: '[^ \\t\\n\\v\\f\\r]',
  b: '\\b',
  B: '\\B',
  '<': '\\b(?=\\w)',
  '>': '\\b(?<=\\w)',
  '`': '(?<![^])',
  "'": '(?![^])',
};

export interface PatternOptions {
  extended?: boolean;
  ignoreCase?: boolean;
  /** `^` and `$` match at line breaks inside too (sed's M). */
  multiline?: boolean;
  /** `\n`, `\t` … are characters (sed, awk). */
  escapes?: boolean;
  flags?: string;
}

/** Translates a bracket expression that begins at `at` (on the `[`); answers its end and JavaScript text. */
export function bracketExpression(source: string, at: number, escapes = false): [end: number, text: string] {
  let i = at + 1;
  let negated = false;
  if (source[i] === '^' || source[i] === '!') {
    negated = true;
    i++;
  }
  let body = '';
  for (let first = true; ; first = false) {
    const char = source[i];
    if (char === undefined) throw new BadPattern('Unmatched [, [^, [:, [., or [=');
    if (char === ']' && !first) break;
    if (char === '[' && ':.='.includes(source[i + 1] ?? ' ')) {
      const kind = source[i + 1]!;
      const end = source.indexOf(`${kind}]`, i + 2);
      if (end < 0) throw new BadPattern('Unmatched [, [^, [:, [., or [=');
      const name = source.slice(i + 2, end);
      i = end + 2;
      if (kind === ':') {
        const set = CLASSES[name];
        if (set === undefined) throw new BadPattern('Invalid character class name');
        body += set;
        continue;
      }
      body += escapeInClass(name);
      continue;
    }
    let literal = char;
    i++;
    if (escapes && char === '\\' && source[i] !== undefined) {
      const known = CONTROL[source[i]!];
      if (known !== undefined || '\\]/"-'.includes(source[i]!)) {
        literal = known ?? source[i]!;
        i++;
      }
    }
    if (source[i] === '-' && source[i + 1] !== ']' && source[i + 1] !== undefined) {
      let to = source[i + 1]!;
      i += 2;
      if (to === '[' && source[i] === '.') {
        to = source[i + 1]!;
        i = source.indexOf('.]', i + 1) + 2;
      } else if (escapes && to === '\\' && source[i] !== undefined) {
        to = CONTROL[source[i]!] ?? source[i]!;
        i++;
      }
      if (literal > to) throw new BadPattern('Invalid range end');
      body += `${escapeInClass(literal)}-${escapeInClass(to)}`;
      continue;
    }
    body += escapeInClass(literal);
  }
  if (body === '') return [i + 1, negated ? '[^]' : '[]'];
  return [i + 1, `[${negated ? '^' : ''}${body}]`];
}

const CONTROL: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
  a: '\x07',
};

function escapeInClass(char: string): string {
  return char.replace(/[\\\]^[-]/g, '\\$&').replaceAll('\n', '\\n');
}

export function escapeLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll('\n', '\\n');
}

/** Compiles a POSIX regular expression. */
export function compilePattern(source: string, options: PatternOptions = {}): RegExp {
  const text = translate(source, options);
  const flags = `${options.flags ?? ''}${options.ignoreCase ? 'i' : ''}${options.multiline ? 'm' : ''}`;
  try {
    return new Pattern(text, flags, 'longest');
  } catch {
    throw new BadPattern('Invalid regular expression');
  }
}

function translate(source: string, options: PatternOptions): string {
  const extended = options.extended ?? false;
  const begin = options.multiline ? '^' : '(?<![^])';
  const end = options.multiline ? '$' : '(?![^])';
  let out = '';
  /** Text of the last atom, so that a repeated repetition can be wrapped; '' where nothing can be repeated. */
  let atom = '';
  let depth = 0;
  let groups = 0;
  const starts: number[] = [];
  let i = 0;
  const push = (text: string): void => {
    out += text;
    atom = text;
  };
  const repeat = (suffix: string): void => {
    const base = out.slice(0, out.length - atom.length);
    // a**, a+? …: POSIX repeats the repetition, JavaScript would read a modifier
    atom = /[*+?}]$/.test(atom) && !/\\.$/.test(atom) ? `(?:${atom})${suffix}` : `${atom}${suffix}`;
    out = base + atom;
  };
  const open = (): void => {
    depth++;
    groups++;
    starts.push(out.length);
    out += '(';
    atom = '';
  };
  const close = (): void => {
    depth--;
    const start = starts.pop()!;
    out += ')';
    atom = out.slice(start);
  };
  const interval = (): void => {
    const match = (extended ? /^(\d*)(?:(,)(\d*))?\}/ : /^(\d*)(?:(,)(\d*))?\\\}/).exec(source.slice(i));
    if (!match) {
      if (extended) {
        push('\\{');
        return;
      }
      throw new BadPattern('Unmatched \\{');
    }
    i += match[0].length;
    const [, low = '', comma, high = ''] = match;
    if (high !== '' && Number(low) > Number(high)) throw new BadPattern('Invalid content of \\{\\}');
    repeat(`{${low || '0'}${comma ? `,${high}` : ''}}`);
  };
  const alternative = (): void => {
    out += '|';
    atom = '';
  };
  while (i < source.length) {
    const char = source[i++]!;
    const atStart = out === '' || /(^|[^\\])(\\\\)*[(|]$/.test(out);
    if (char === '\\') {
      const next = source[i++];
      if (next === undefined) throw new BadPattern('Trailing backslash');
      if (!extended && next === '(') open();
      else if (!extended && next === ')') {
        if (depth === 0) throw new BadPattern('Unmatched ( or \\(');
        close();
      } else if (!extended && next === '{') {
        if (atStart) push('\\{');
        else interval();
      } else if (!extended && next === '|') alternative();
      else if (!extended && (next === '+' || next === '?')) {
        if (atom === '') push(`\\${next}`);
        else repeat(next);
      } else if (/[1-9]/.test(next)) {
        if (Number(next) > groups) throw new BadPattern('Invalid back reference');
        push(`(?:\\${next})`);
      } else if (options.escapes && CONTROL[next] !== undefined) push(escapeLiteral(CONTROL[next]));
      else if (GNU_ESCAPES[next] !== undefined) push(GNU_ESCAPES[next]);
      else push(escapeLiteral(next));
    } else if (char === '[') {
      const [after, text] = bracketExpression(source, i - 1, options.escapes);
      i = after;
      push(text);
    } else if (char === '.') push('[^]');
    else if (char === '*') {
      if (atom !== '') repeat('*');
      else if (!extended || out === '') push('\\*');
    } else if (char === '^') {
      if (extended || atStart) {
        out += begin;
        atom = '';
      } else push('\\^');
    } else if (char === '$') {
      const last = i === source.length || (!extended && /^\\[)|]/.test(source.slice(i)));
      if (extended || last) {
        out += end;
        atom = '';
      } else push('\\$');
    } else if (extended && char === '(') open();
    else if (extended && char === ')') {
      if (depth === 0) throw new BadPattern('Unmatched ) or \\)');
      close();
    } else if (extended && char === '|') alternative();
    else if (extended && (char === '+' || char === '?')) {
      if (atom !== '') repeat(char);
      else if (out === '') push(`\\${char}`);
    } else if (extended && char === '{') {
      if (atom === '') push('\\{');
      else interval();
    } else push(escapeLiteral(char));
  }
  if (depth > 0) throw new BadPattern('Unmatched ( or \\(');
  return out;
}
