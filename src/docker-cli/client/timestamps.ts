import { parseDuration } from './durations.ts';

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
  if (/^\d+(\.\d+)?$/.test(text)) return text;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`;
  const parsed = Date.parse(zoned);
  if (Number.isNaN(parsed)) throw new Error(`failed to parse value as time or duration: ${JSON.stringify(text)}`);
  return `${Math.floor(parsed / 1000)}.${String((parsed % 1000) * 1e6).padStart(9, '0')}`;
}
