const DEFAULT_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Image variables under given ones: what inspect shows as Config.Env (moby: container/env.go ReplaceOrAppendEnvValues). */
export function mergeImageEnv(given: readonly string[], image: readonly string[]): string[] {
  const merged = [...given];
  const names = new Set(given.map(nameOf));
  for (const entry of image) if (!names.has(nameOf(entry))) merged.push(entry);
  return merged;
}

/** What a container's first process gets: PATH, HOSTNAME and TERM before the configured variables. */
export function processEnv(config: { Env: readonly string[] | null; Hostname: string; Tty: boolean }): string[] {
  const base = [DEFAULT_PATH, `HOSTNAME=${config.Hostname}`];
  if (config.Tty) base.push('TERM=xterm');
  return replaceOrAppend(base, config.Env ?? []);
}

/** Overrides replace what is in the base in place, and each other not at all; one without `=` removes the variable. */
export function replaceOrAppend(base: readonly string[], overrides: readonly string[]): string[] {
  const result = [...base];
  for (const entry of overrides) {
    const at = result.findIndex((existing, i) => i < base.length && nameOf(existing) === nameOf(entry));
    if (!entry.includes('=')) {
      if (at >= 0) result.splice(at, 1);
    } else if (at >= 0) result[at] = entry;
    else result.push(entry);
  }
  return result;
}

export function envMap(entries: readonly string[], home: string): Map<string, string> {
  const env = new Map<string, string>();
  for (const entry of entries) {
    const at = entry.indexOf('=');
    if (at <= 0) continue;
    // runc: of several the last counts, and stands where that one stood.
    env.delete(entry.slice(0, at));
    env.set(entry.slice(0, at), entry.slice(at + 1));
  }
  // runc: HOME from passwd when nobody set it.
  if (!env.get('HOME')) env.set('HOME', home);
  return env;
}

function nameOf(entry: string): string {
  return entry.split('=', 1)[0] ?? '';
}
