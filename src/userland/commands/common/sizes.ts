const UNITS = ['', 'K', 'M', 'G', 'T', 'P', 'E'];

/** `1.5K`, `234M`: as `ls -h`, rounding up (GNU) or to nearest (busybox). */
export function humanSize(bytes: number, gnu: boolean, si = false): string {
  const base = si ? 1000 : 1024;
  if (bytes < base) return String(bytes);
  let value = bytes;
  let unit = 0;
  while (value >= base && unit < UNITS.length - 1) {
    value /= base;
    unit++;
  }
  const tenths = gnu ? Math.ceil(value * 10 - 1e-9) / 10 : Math.round(value * 10) / 10;
  if (tenths < 10) return `${tenths.toFixed(1)}${unitName(unit, si)}`;
  const whole = gnu ? Math.ceil(value - 1e-9) : Math.round(value);
  if (whole >= base && unit < UNITS.length - 1) return `1.0${unitName(unit + 1, si)}`;
  return gnu ? `${whole}${unitName(unit, si)}` : `${tenths.toFixed(1)}${unitName(unit, si)}`;
}

function unitName(unit: number, si: boolean): string {
  return si && unit === 1 ? 'k' : UNITS[unit]!;
}

const FACTORS: Record<string, number> = { '': 1, b: 512, c: 1, w: 2, B: 1 };

/** `10`, `4k`, `1M`, `2MB` (1000s), `3KiB`, `5b` (512); undefined when malformed. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+|0x[\da-fA-F]+)([a-zA-Z]*)$/.exec(text);
  if (!match) return undefined;
  const [, digits = '', suffix = ''] = match;
  const number = Number(digits);
  const factor = FACTORS[suffix];
  if (factor !== undefined) return number * factor;
  const unit = /^([kKMGTPE])(iB|B|D)?$/.exec(suffix);
  if (!unit) return undefined;
  const power = UNITS.indexOf(unit[1]!.toUpperCase());
  return number * (unit[2] === 'B' || unit[2] === 'D' ? 1000 : 1024) ** power;
}

/** A duration for sleep and timeout: `1.5`, `2m`; undefined when malformed. Milliseconds. */
export function parseDuration(text: string): number | undefined {
  if (text === 'infinity' || text === 'inf') return Number.POSITIVE_INFINITY;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  if (!match) return undefined;
  const factor = { s: 1, m: 60, h: 3600, d: 86400 }[match[2] || 's'] ?? 1;
  return Number(match[1]) * factor * 1000;
}
