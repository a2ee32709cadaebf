import { goQuote } from '../quote.ts';

const UNITS: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** `1m30s` → nanoseconds; errors as Go's time.ParseDuration has them. */
export function parseDuration(text: string): number {
  const invalid = new Error(`time: invalid duration ${goQuote(text)}`);
  const match = /^([+-]?)(.*)$/s.exec(text)!;
  const body = match[2]!;
  if (body === '0') return 0;
  if (body === '') throw invalid;
  let total = 0;
  let position = 0;
  const part = /(\d*)(\.\d*)?([^\d.]*)/y;
  while (position < body.length) {
    part.lastIndex = position;
    const [all, whole, fraction, unit] = part.exec(body)!;
    if (!whole && (!fraction || fraction === '.')) throw invalid;
    if (!unit) throw new Error(`time: missing unit in duration ${goQuote(text)}`);
    const scale = UNITS[unit];
    if (scale === undefined) throw new Error(`time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`);
    total += Math.round(Number(`${whole || 0}${fraction === '.' ? '' : (fraction ?? '')}`) * scale);
    position += all.length;
  }
  return match[1] === '-' ? -total : total;
}

/** Nanoseconds as Go prints a duration: `1m30s`, `100ms`, `0s`. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  const sign = nanoseconds < 0 ? '-' : '';
  const value = Math.abs(nanoseconds);
  if (value < 1e3) return `${sign}${value}ns`;
  if (value < 1e6) return `${sign}${decimal(value, 1e3)}µs`;
  if (value < 1e9) return `${sign}${decimal(value, 1e6)}ms`;
  const hours = Math.floor(value / 3600e9);
  const minutes = Math.floor((value % 3600e9) / 60e9);
  const seconds = `${decimal(value % 60e9, 1e9)}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : sign + seconds;
}

function decimal(value: number, unit: number): string {
  const whole = Math.floor(value / unit);
  const digits = String(unit).length - 1;
  const fraction = String(value % unit)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return fraction ? `${whole}.${fraction}` : String(whole);
}
