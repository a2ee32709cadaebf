import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { groups, linesOf, users } from '../common/accounts.ts';

/** Changes to /etc/passwd, /etc/group and their shadows, line by line. */
export class AccountFiles {
  readonly #sys: SystemCalls;

  constructor(sys: SystemCalls) {
    this.#sys = sys;
  }

  addUser(user: { name: string; uid: number; gid: number; comment: string; home: string; shell: string }): void {
    const { name, uid, gid, comment, home, shell } = user;
    this.#append('/etc/passwd', `${name}:x:${uid}:${gid}:${comment}:${home}:${shell}`);
    if (this.#sys.exists('/etc/shadow')) {
      this.#append('/etc/shadow', `${name}:!:${Math.floor(this.#sys.now() / 86_400_000)}:0:99999:7:::`);
    }
  }

  addGroup(name: string, gid: number): void {
    this.#append('/etc/group', `${name}:x:${gid}:`);
    if (this.#sys.exists('/etc/gshadow')) this.#append('/etc/gshadow', `${name}:!::`);
  }

  addMember(user: string, group: string): void {
    this.#edit('/etc/group', (line) => {
      const fields = line.split(':');
      if (fields[0] !== group) return line;
      const members = (fields[3] ?? '').split(',').filter(Boolean);
      if (!members.includes(user)) members.push(user);
      return [...fields.slice(0, 3), members.join(',')].join(':');
    });
  }

  removeMember(user: string, group?: string): void {
    this.#edit('/etc/group', (line) => {
      const fields = line.split(':');
      if (group !== undefined && fields[0] !== group) return line;
      const members = (fields[3] ?? '').split(',').filter((one) => one !== '' && one !== user);
      return [...fields.slice(0, 3), members.join(',')].join(':');
    });
  }

  /** Replaces fields of a passwd line by their position. */
  changeUser(name: string, changes: Map<number, string>): void {
    this.#edit('/etc/passwd', (line) => {
      const fields = line.split(':');
      return fields[0] === name ? fields.map((field, at) => changes.get(at) ?? field).join(':') : line;
    });
  }

  removeUser(name: string): void {
    for (const path of ['/etc/passwd', '/etc/shadow']) this.#drop(path, name);
    this.removeMember(name);
  }

  removeGroup(name: string): void {
    for (const path of ['/etc/group', '/etc/gshadow']) this.#drop(path, name);
  }

  /** The first free number in a range, for users and groups alike. */
  freeId(low: number, high: number, descending = false): number {
    const taken = new Set([...users(this.#sys).map(({ uid }) => uid), ...groups(this.#sys).map(({ gid }) => gid)]);
    if (descending) {
      for (let id = high; id >= low; id--) if (!taken.has(id)) return id;
    } else for (let id = low; id <= high; id++) if (!taken.has(id)) return id;
    return high;
  }

  #append(path: string, line: string): void {
    this.#write(path, [...linesOf(this.#sys, path), line]);
  }

  #drop(path: string, name: string): void {
    if (!this.#sys.exists(path)) return;
    this.#write(
      path,
      linesOf(this.#sys, path).filter((line) => !line.startsWith(`${name}:`)),
    );
  }

  #edit(path: string, change: (line: string) => string): void {
    this.#write(path, linesOf(this.#sys, path).map(change));
  }

  #write(path: string, lines: string[]): void {
    this.#sys.writeFile(path, `${lines.join('\n')}\n`);
  }
}
