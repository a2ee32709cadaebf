import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { groups, groupsOf, linesOf, type User, users } from '../common/accounts.ts';

/** What somebody may run, by /etc/sudoers (sudoers(5): user specifications; aliases and hosts are not told apart). */
export interface SudoRule {
  /** As whom: `ALL`, `ALL:ALL`, names. */
  readonly runAs: string;
  readonly needsPassword: boolean;
  /** Paths, or `ALL`. */
  readonly commands: readonly string[];
}

const RULE = /^(\S+)\s+[^=\s]+\s*=\s*(?:\(([^)]*)\)\s*)?((?:[A-Z_]+:\s*)*)(.*)$/;

/** The rules for a user, in the order in which they stand; the last that fits decides. */
export function sudoRules(sys: SystemCalls, user: User): SudoRule[] {
  const ids = new Set(groupsOf(sys, user.name, user.gid));
  const names = groups(sys)
    .filter(({ gid }) => ids.has(gid))
    .map(({ name }) => `%${name}`);
  const subjects = new Set(['ALL', user.name, `#${user.uid}`, ...names]);
  return sudoersLines(sys, '/etc/sudoers').flatMap((line) => {
    const [, subject = '', runAs = 'root', tags = '', list = ''] = RULE.exec(line) ?? [];
    if (!subjects.has(subject)) return [];
    return [{ runAs, needsPassword: !/NOPASSWD:/.test(tags), commands: list.split(',').map((each) => each.trim()) }];
  });
}

/** The rule by which a command may be run as somebody. */
export function ruleFor(rules: readonly SudoRule[], command: string, runAs: string): SudoRule | undefined {
  return rules.findLast(
    (rule) =>
      rule.commands.some((each) => each === 'ALL' || each.split(/\s/)[0] === command) &&
      rule.runAs
        .split(':')[0]!
        .split(',')
        .some((each) => each.trim() === 'ALL' || each.trim() === runAs),
  );
}

/** Lines without comments and settings, files that are included in their places. */
function sudoersLines(sys: SystemCalls, path: string): string[] {
  return linesOf(sys, path).flatMap((line) => {
    const included = /^[@#]includedir\s+(\S+)/.exec(line)?.[1];
    if (included !== undefined)
      return sys.exists(included)
        ? sys
            .readdir(included)
            .map(({ name }) => name)
            .filter((name) => !/[.~]/.test(name))
            .sort()
            .flatMap((name) => sudoersLines(sys, `${included}/${name}`))
        : [];
    return /^\s*(#(?!\d)|Defaults|\w+_Alias\b)/.test(line) ? [] : [line.trim()];
  });
}

/** The user a process runs for. */
export function callerOf(sys: SystemCalls): User | undefined {
  const { uid } = sys.credentials();
  return users(sys).find((user) => user.uid === uid);
}
