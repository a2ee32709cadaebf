import type { ResponseHead } from '../../http/message.ts';

/** `2026-11-21 03:30:45` */
export function stamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

/** An answer's head as -S shows it. */
export function headline(head: ResponseHead): string {
  const lines = [`${head.version} ${head.status} ${head.reason}`, ...head.headers.map((each) => each.join(': '))];
  return lines.map((line) => `  ${line}\n`).join('');
}

/** ` (1.5K)` behind sizes that are long to read. */
export function humanCount(bytes: number): string {
  if (bytes < 1024) return '';
  return ` (${scaled(bytes)})`;
}

function scaled(bytes: number): string {
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)}${'KMGT'[unit]}`;
}

/** How fast it went: for the progress row, for the last line, and the time it took. */
export function speedText(bytes: number, ms: number): { short: string; long: string; time: string } {
  const seconds = Math.max(ms, 0.001) / 1000;
  let rate = bytes / seconds;
  let unit = 0;
  while (rate >= 1024 && unit < 3) {
    rate /= 1024;
    unit++;
  }
  const digits = rate >= 99.95 ? rate.toFixed(0) : rate >= 9.995 ? rate.toFixed(1) : rate.toFixed(2);
  const time = ms < 1 ? '0s' : `${seconds < 10 ? Number(seconds.toPrecision(1)) : Math.round(seconds)}s`;
  return {
    short: `${digits}${['B', 'K', 'M', 'G'][unit]}`,
    long: `${digits} ${['B', 'KB', 'MB', 'GB'][unit]}/s`,
    time,
  };
}
