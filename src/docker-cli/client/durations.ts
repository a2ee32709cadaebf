/** Durations as Go reads and writes them (time.ParseDuration, Duration.String), in nanoseconds. */

const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

export function parseDuration(text: string): number {
  const shown = JSON.stringify(text);
  const sign = text.startsWith('-') ? -1 : 1;
  let rest = text.replace(/^[+-]/, '');
  if (rest === '0') return 0;
  if (rest === '') throw new Error(`time: invalid duration ${shown}`);
  let total = 0;
  while (rest !== '') {
    const number = /^(\d+\.?\d*|\.\d+)/.exec(rest)?.[0];
    if (!number) throw new Error(`time: invalid duration ${shown}`);
    rest = rest.slice(number.length);
    const unit = /^[^\d.]+/.exec(rest)?.[0];
    if (!unit) throw new Error(`time: missing unit in duration ${shown}`);
    const scale = NANOSECONDS[unit];
    if (!scale) throw new Error(`time: unknown unit ${JSON.stringify(unit)} in duration ${shown}`);
    total += Number(number) * scale;
    rest = rest.slice(unit.length);
  }
  return sign * Math.round(total);
}

/** Go's Duration.String: `1m30s`, `1.5s`, `300ms`. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  const sign = nanoseconds < 0 ? '-' : '';
  const n = Math.abs(nanoseconds);
  const plain = (value: number) => String(Number(value.toFixed(9)));
  if (n < 1e3) return `${sign}${n}ns`;
  if (n < 1e6) return `${sign}${plain(n / 1e3)}µs`;
  if (n < 1e9) return `${sign}${plain(n / 1e6)}ms`;
  const hours = Math.floor(n / 3600e9);
  const minutes = Math.floor((n % 3600e9) / 60e9);
  const seconds = plain((n % 60e9) / 1e9);
  return `${sign}${hours ? `${hours}h` : ''}${hours || minutes ? `${minutes}m` : ''}${seconds}s`;
}
