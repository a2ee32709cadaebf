import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { textFromBytes } from './binary.ts';

/** A line of /etc/passwd. */
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly comment: string;
  readonly home: string;
  readonly shell: string;
}

/** A line of /etc/group. */
export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** A file's lines, or none when it cannot be read. */
export function linesOf(sys: SystemCalls, path: string): string[] {
  try {
    return textFromBytes(sys.readFile(path))
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

export function users(sys: SystemCalls): User[] {
  return linesOf(sys, '/etc/passwd').flatMap((line) => {
    const [name = '', , uid = '', gid = '', comment = '', home = '', shell = ''] = line.split(':');
    return /^\d+$/.test(uid) ? [{ name, uid: Number(uid), gid: Number(gid), comment, home, shell }] : [];
  });
}

export function groups(sys: SystemCalls): Group[] {
  return linesOf(sys, '/etc/group').flatMap((line) => {
    const [name = '', , gid = '', members = ''] = line.split(':');
    return /^\d+$/.test(gid) ? [{ name, gid: Number(gid), members: members.split(',').filter(Boolean) }] : [];
  });
}

/** Names by number, read once per command. */
export class AccountNames {
  readonly #sys: SystemCalls;
  #users: Map<number, string> | undefined;
  #groups: Map<number, string> | undefined;

  constructor(sys: SystemCalls) {
    this.#sys = sys;
  }

  user(uid: number): string | undefined {
    this.#users ??= new Map(
      users(this.#sys)
        .reverse()
        .map(({ uid, name }) => [uid, name]),
    );
    return this.#users.get(uid);
  }

  group(gid: number): string | undefined {
    this.#groups ??= new Map(
      groups(this.#sys)
        .reverse()
        .map(({ gid, name }) => [gid, name]),
    );
    return this.#groups.get(gid);
  }
}

/** A user by name or number; a number need not be in /etc/passwd. */
export function findUser(sys: SystemCalls, text: string): { uid: number; gid: number | undefined } | undefined {
  const user = users(sys).find(({ name }) => name === text);
  if (user) return user;
  return /^\+?\d+$/.test(text) ? { uid: Number(text), gid: undefined } : undefined;
}

export function findGroup(sys: SystemCalls, text: string): number | undefined {
  const group = groups(sys).find(({ name }) => name === text);
  if (group) return group.gid;
  return /^\+?\d+$/.test(text) ? Number(text) : undefined;
}

/** The supplementary groups login gives a user: those that list it, and its own first. */
export function groupsOf(sys: SystemCalls, name: string, gid: number): number[] {
  const listed = groups(sys).filter(({ members }) => members.includes(name));
  return [...new Set([gid, ...listed.map((group) => group.gid)])];
}
