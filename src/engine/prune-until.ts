import { badParameter } from './errors.ts';
import type { Filters } from './http/filters.ts';
import { parseDuration, parseTimestamp } from './time.ts';

/** The `until` filter of prune: a moment, or a duration before now. */
export function pruneUntil(filters: Filters, now: number): number | undefined {
  const values = [...filters.get('until'), ...filters.get('unused-for')];
  if (values.length === 0) return undefined;
  if (values.length > 1) throw badParameter('more than one until filter specified');
  const text = values[0] as string;
  const duration = parseDuration(text);
  if (duration !== undefined) return now - duration;
  const moment = parseTimestamp(text);
  if (moment === undefined) throw badParameter(`failed to parse value as time or duration: ${JSON.stringify(text)}`);
  return moment;
}
