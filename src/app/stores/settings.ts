/** Small things the page remembers. Storage may be denied (a foreign iframe): then they last as long as the page. */
const PREFIX = 'drydock.';
const here = new Map<string, string>();

export function readSetting(key: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + key) ?? here.get(key);
  } catch {
    return here.get(key);
  }
}

export function writeSetting(key: string, value: string): void {
  here.set(key, value);
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // denied or full: `here` has it
  }
}
