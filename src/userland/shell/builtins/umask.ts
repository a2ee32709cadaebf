import type { Shell } from '../run/shell.ts';
import { fail, options } from './builtin.ts';

const POSITIONS: Record<string, number> = { a: 0o111, u: 0o100, g: 0o010, o: 0o001 };

/** dash and bash: a copied class is the one of the mask before the change (dash's umaskcmd). */
function symbolic(text: string, mask: number): number | undefined {
  const before = ~mask & 0o777;
  let allowed = before;
  let positions = 0;
  let at = 0;
  while (at < text.length) {
    while (text[at] !== undefined && text[at]! in POSITIONS) positions |= POSITIONS[text[at++]!]!;
    if (positions === 0) positions = 0o111;
    const operator = text[at];
    if (operator === undefined || !'=+-'.includes(operator)) return undefined;
    at++;
    let bits = 0;
    for (; text[at] !== undefined && 'rwxugoXs'.includes(text[at]!); at++) bits |= permission(text[at]!, before);
    const value = (bits & 7) * positions;
    if (operator === '-') allowed &= ~value;
    else if (operator === '=') allowed = value | (allowed & ~(positions * 7));
    else allowed |= value;
    if (text[at] === ',') {
      positions = 0;
      at++;
    } else if (text[at] === undefined) break;
    else if (!'=+-'.includes(text[at]!)) return undefined;
  }
  return ~allowed & 0o777;
}

function permission(letter: string, before: number): number {
  switch (letter) {
    case 'u':
      return before >> 6;
    case 'g':
      return before >> 3;
    case 'o':
      return before;
    case 'X':
      return before & 0o111 ? 1 : 0;
    default:
      return { r: 4, w: 2, x: 1 }[letter] ?? 0;
  }
}

const WHO: Record<string, number> = { a: 0o7777, u: 0o4700, g: 0o2070, o: 0o0007 };
const PERMISSIONS: Record<string, number> = { r: 0o444, w: 0o222, x: 0o111, X: 0o111, s: 0o6000, t: 0o1000 };

/** busybox: as its chmod reads a mode (bb_parse_mode), of what the mask lets through; no bits beyond 0777. */
function busyboxSymbolic(text: string, mask: number): number | undefined {
  let mode = ~mask & 0o777;
  let at = 0;
  while (at < text.length) {
    if (text[at] === ',') {
      at++;
      continue;
    }
    let who = 0;
    while (text[at] !== undefined && text[at]! in WHO) who |= WHO[text[at++]!]!;
    do {
      const operator = text[at];
      if (operator === undefined || !'=+-'.includes(operator)) return undefined;
      if (operator === '=') mode &= who === 0 ? 0 : ~who;
      at++;
      let bits = 0;
      const copied = text[at] !== undefined && text[at] !== 'a' ? WHO[text[at]!] : undefined;
      if (copied !== undefined) {
        const from = copied & 0o777 & mode;
        for (const one of [0o444, 0o222, 0o111]) if (from & one) bits |= one;
        at++;
      } else {
        for (; text[at] !== undefined && text[at]! in PERMISSIONS; at++)
          if (text[at] !== 'X' || mode & 0o111) bits |= PERMISSIONS[text[at]!]!;
      }
      bits &= who === 0 ? ~mask : who;
      if (operator === '-') mode &= ~bits;
      else mode |= bits;
    } while (at < text.length && text[at] !== ',');
  }
  return mode > 0o777 ? undefined : ~mode & 0o777;
}

export function umask(shell: Shell, argv: string[]): number {
  const { letters, rest } = options(shell, argv, shell.dialect.bash ? 'Sp' : 'S');
  const busybox = shell.dialect.flavour === 'busybox';
  const mask = shell.sys.umask();
  const [text] = rest;
  if (text === undefined) {
    const part = (shift: number): string =>
      [...'rwx'].filter((_, bit) => ((~mask >> shift) & (4 >> bit)) !== 0).join('');
    const shown = letters.has('S') ? `u=${part(6)},g=${part(3)},o=${part(0)}` : mask.toString(8).padStart(4, '0');
    shell.out(letters.has('p') ? `umask ${letters.has('S') ? '-S ' : ''}${shown}\n` : `${shown}\n`);
    return 0;
  }
  if (/^\d/.test(text)) {
    const value = Number.parseInt(text, 8);
    if (!/^[0-7]+$/.test(text) || (value > 0o777 && shell.dialect.flavour !== 'dash')) badMask(shell, text, true);
    shell.sys.umask(value & 0o777);
    return 0;
  }
  const changed = busybox ? busyboxSymbolic(text, mask) : symbolic(text, mask);
  if (changed === undefined) return badMask(shell, text, false);
  shell.sys.umask(changed);
  return 0;
}

function badMask(shell: Shell, text: string, octal: boolean): never {
  const { flavour } = shell.dialect;
  if (flavour === 'busybox') fail(shell, 'umask', `illegal mode: ${text}`);
  if (flavour === 'dash') fail(shell, 'umask', octal ? `Illegal number: ${text}` : `Illegal mode: ${text}`);
  fail(shell, 'umask', octal ? `${text}: octal number out of range` : `\`${text[0]}': invalid symbolic mode operator`);
}
