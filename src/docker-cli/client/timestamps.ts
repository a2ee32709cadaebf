import { parseDuration } from './durations.ts';
import { parseTime } from './go-time.ts';

/** `--since 10m`, a Unix time or a date as the API takes it: seconds, with a fraction (api/types/time.GetTimestamp). */
export function timestamp(text: string, now: number): string | undefined {
  if (text === '') return undefined;
  // Not the duration nought but the epoch.
  if (text === '0') return text;
  try {
    // Whole seconds: that is all GetTimestamp keeps of a duration.
    return String(Math.floor((now - parseDuration(text) / 1e6) / 1000));
  } catch {
    // Not a duration.
  }
  try {
    const parsed = parseTime(layoutOf(text), text);
    return `${Math.floor(parsed / 1000)}.${String(Math.round((parsed % 1000) * 1e6)).padStart(9, '0')}`;
  } catch (error) {
    // Only what has a dash was meant for a date.
    if (text.includes('-')) throw error;
  }
  if (/^\d+(\.\d+)?$/.test(text)) return text;
  throw new Error(`failed to parse value as time or duration: ${JSON.stringify(text)}`);
}

/** As much of RFC 3339 as the text seems to have. */
function layoutOf(text: string): string {
  const zoned = /[zZ+]/.test(text) || text.split('-').length === 4;
  const zone = zoned ? 'Z07:00' : '';
  if (text.includes('.')) return `2006-01-02T15:04:05${zone}`;
  if (!text.includes('T')) return `2006-01-02${zone}`;
  const colons = text.split(':').length - 1 - (zoned && !/[zZ]/.test(text) ? 1 : 0);
  return `2006-01-02T${['15', '15:04'][Math.max(colons, 0)] ?? '15:04:05'}${zone}`;
}
