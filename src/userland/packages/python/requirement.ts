import { canonicalName } from './catalog.ts';

/** A requirement as PEP 508 writes it, without URLs; its marker has been looked at. */
export interface Requirement {
  readonly name: string;
  /** As written. */
  readonly text: string;
  readonly clauses: readonly { readonly operator: string; readonly version: string }[];
  /** Where it was asked for: `-r requirements.txt (line 1)`, or the requirement that asked. */
  readonly from: string | undefined;
}

/** Whether a requirement is one for this Python: of its marker, only what is said of Python's version is understood. */
export function isFor(text: string, python: string): boolean {
  const marker = text.split(';')[1] ?? '';
  const found = /python(?:_full)?_version\s*(<=|>=|==|!=|<|>)\s*["']([\d.]+)["']/.exec(marker);
  if (/\bextra\s*==/.test(marker)) return false;
  if (/(sys_platform|platform_system)\s*==\s*["'](win32|Windows)["']/.test(marker)) return false;
  const clauses = found ? [{ operator: found[1]!, version: found[2]! }] : [];
  return satisfies(python, { name: '', text, clauses, from: undefined });
}

/** undefined when it cannot be understood. */
export function parseRequirement(text: string, from?: string): Requirement | undefined {
  const [head = ''] = text.split(';');
  const match = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*\(?([^)]*)\)?\s*$/.exec(head);
  if (!match) return undefined;
  const clauses: { operator: string; version: string }[] = [];
  for (const part of match[3]!
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)) {
    const clause = /^(===|==|~=|!=|<=|>=|<|>)\s*([A-Za-z0-9.*+!_-]+)$/.exec(part);
    if (!clause) return undefined;
    clauses.push({ operator: clause[1]!, version: clause[2]! });
  }
  return { name: canonicalName(match[1]!), text: head.trim().replace(/\s+/g, ''), clauses, from };
}

/** Whether a version meets all clauses (PEP 440, release numbers only). */
export function satisfies(version: string, { clauses }: Requirement): boolean {
  return clauses.every(({ operator, version: wanted }) => {
    if (wanted.endsWith('.*')) {
      const within = `${version}.`.startsWith(wanted.slice(0, -1));
      return operator === '!=' ? !within : within;
    }
    const order = compareVersions(version, wanted);
    if (operator === '~=')
      return order >= 0 && `${version}.`.startsWith(`${wanted.split('.').slice(0, -1).join('.')}.`);
    if (operator === '!=') return order !== 0;
    if (operator === '<') return order < 0;
    if (operator === '<=') return order <= 0;
    if (operator === '>') return order > 0;
    return operator === '>=' ? order >= 0 : order === 0;
  });
}

export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => (version.match(/\d+/g) ?? []).map(Number)) as [number[], number[]];
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
