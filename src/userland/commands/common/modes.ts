import type { FileKind } from '../../../kernel/fs/types.ts';

const TYPE_LETTER: Record<FileKind, string> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  fifo: 'p',
  character: 'c',
  block: 'b',
  socket: 's',
};

const TYPE_BITS: Record<FileKind, number> = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
  fifo: 0o010000,
  character: 0o020000,
  block: 0o060000,
  socket: 0o140000,
};

/** st_mode, as C sees it. */
export function rawMode(kind: FileKind, mode: number): number {
  return TYPE_BITS[kind] | mode;
}

/** `drwxr-xr-t` */
export function modeString(kind: FileKind, mode: number): string {
  const triple = (shift: number, special: number, letter: string): string => {
    const bits = mode >> shift;
    const execute = bits & 1;
    const last = mode & special ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  };
  return `${TYPE_LETTER[kind]}${triple(6, 0o4000, 's')}${triple(3, 0o2000, 's')}${triple(0, 0o1000, 't')}`;
}

interface Clause {
  who: number;
  explicit: boolean;
  actions: { operator: string; permissions: string }[];
}

/** A chmod mode. `apply` answers the new mode of a file that has `old`. */
export interface ModeChange {
  apply(old: number, directory: boolean, umask: number): number;
}

/** Octal (`644`, `+111`) or symbolic (`u=rw,go+X`) modes; undefined when malformed. */
export function parseMode(text: string): ModeChange | undefined {
  const octal = /^([-+=]?)([0-7]{1,5})$/.exec(text);
  if (octal) {
    const value = Number.parseInt(octal[2]!, 8);
    if (value > 0o7777) return undefined;
    const operator = octal[1];
    const digits = octal[2]!.length;
    return {
      apply(old, directory) {
        if (operator === '+') return old | value;
        if (operator === '-') return old & ~value;
        // GNU and busybox keep a directory's set-id bits unless they are spelled out.
        return directory && operator === '' && digits < 5 ? value | (old & 0o6000) : value;
      },
    };
  }
  const clauses: Clause[] = [];
  for (const part of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]|[0-7]+))+)$/.exec(part);
    if (!match) return undefined;
    const [, who = '', actions = ''] = match;
    clauses.push({
      who: whoMask(who === '' ? 'a' : who),
      explicit: who !== '',
      actions: [...actions.matchAll(/([-+=])([^-+=]*)/g)].map(([, operator = '', permissions = '']) => ({
        operator,
        permissions,
      })),
    });
  }
  return { apply: (old, directory, umask) => applyClauses(clauses, old, directory, umask) };
}

function whoMask(who: string): number {
  let mask = 0;
  if (/[ua]/.test(who)) mask |= 0o4700;
  if (/[ga]/.test(who)) mask |= 0o2070;
  if (/[oa]/.test(who)) mask |= 0o0007;
  if (/a/.test(who)) mask |= 0o1000;
  if (/[ugo]/.test(who)) mask |= 0o1000;
  return mask;
}

function applyClauses(clauses: Clause[], old: number, directory: boolean, umask: number): number {
  let mode = old;
  for (const { who, explicit, actions } of clauses) {
    for (const { operator, permissions } of actions) {
      let bits = permissionBits(permissions, mode, directory) & who;
      if (!explicit) bits &= ~umask;
      if (operator === '+') mode |= bits;
      else if (operator === '-') mode &= ~bits;
      else {
        let cleared = who & (explicit ? 0o7777 : 0o7777);
        if (!permissions.includes('t') && who !== whoMask('a')) cleared &= ~0o1000;
        if (directory) cleared &= ~0o6000;
        mode = (mode & ~cleared) | bits;
      }
    }
  }
  return mode & 0o7777;
}

function permissionBits(permissions: string, mode: number, directory: boolean): number {
  if (/^[0-7]+$/.test(permissions)) return Number.parseInt(permissions, 8);
  let bits = 0;
  for (const letter of permissions) {
    if (letter === 'r') bits |= 0o444;
    else if (letter === 'w') bits |= 0o222;
    else if (letter === 'x') bits |= 0o111;
    else if (letter === 'X') bits |= directory || mode & 0o111 ? 0o111 : 0;
    else if (letter === 's') bits |= 0o6000;
    else if (letter === 't') bits |= 0o1000;
    else {
      const from = letter === 'u' ? mode >> 6 : letter === 'g' ? mode >> 3 : mode;
      bits |= (from & 7) * 0o111;
    }
  }
  return bits;
}
