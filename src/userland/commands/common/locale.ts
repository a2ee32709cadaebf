type Environment = ReadonlyMap<string, string>;

function named(env: Environment, category: string): string {
  return ['LC_ALL', category, 'LANG'].map((name) => env.get(name)).find(Boolean) ?? 'C';
}

/** Whether messages are another locale's than POSIX's own: there GNU programs are free in their words. */
export function hasWords(env: Environment): boolean {
  return !['C', 'POSIX'].includes(named(env, 'LC_MESSAGES'));
}
