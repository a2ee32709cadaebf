/** Times as Go prints them. The clock is milliseconds since the epoch with fractions. */

export const ZERO_TIME = '0001-01-01T00:00:00Z';

/** RFC 3339 with as many of nine fractional digits as are not trailing zeros (time.RFC3339Nano). */
export function rfc3339Nano(ms: number): string {
  const text = `${rfc3339Seconds(ms)}.${nanosecondsOfSecond(ms)}`.replace(/\.?0+$/, '');
  return `${text.length < 19 ? rfc3339Seconds(ms) : text}Z`;
}

/** With all nine digits: log timestamps (jsonmessage.RFC3339NanoFixed). */
export function rfc3339NanoFixed(ms: number): string {
  return `${rfc3339Seconds(ms)}.${nanosecondsOfSecond(ms)}Z`;
}

export function rfc3339(ms: number): string {
  return `${rfc3339Seconds(ms)}Z`;
}

export function unixSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

export function unixNano(ms: number): number {
  return Math.round(ms * 1e6);
}

/** `1700000000`, `1700000000.5` (what the API takes for since and until) or RFC 3339 → milliseconds. */
export function parseTimestamp(text: string): number | undefined {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** Go durations: `1h30m`, `300ms`. Milliseconds. */
export function parseDuration(text: string): number | undefined {
  if (!/^-?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  const units: Record<string, number> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * (units[unit as string] ?? 0);
  }
  return text.startsWith('-') ? -total : total;
}

/** `Less than a second`, `3 minutes`, `2 weeks` (go-units HumanDuration), for the Status column the daemon writes. */
export function humanDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(ms / 3_600_000 + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(hours / 24 / 365)} years`;
}

function rfc3339Seconds(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19);
}

function nanosecondsOfSecond(ms: number): string {
  const within = ms - Math.floor(ms / 1000) * 1000;
  return String(Math.min(999_999_999, Math.round(within * 1e6))).padStart(9, '0');
}
