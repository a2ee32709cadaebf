import { strftime } from '../../commands/common/time/strftime.ts';
import { localTime, type TimeZone } from '../../commands/common/time/zone.ts';
import type { Native } from '../environment.ts';
import { JqError, type Json } from '../values.ts';
import { list, number, plain, text } from './plain.ts';

const UTC: TimeZone = { at: () => ({ offset: 0, zone: 'UTC' }) };

/** Seconds as jq's broken down time: year, month from 0, day, hours, minutes, seconds, weekday, day of the year. */
function brokenDown(seconds: number): Json[] {
  const date = new Date(seconds * 1000);
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds() + (seconds - Math.floor(seconds)),
    date.getUTCDay(),
    Math.floor((date.getTime() - start) / 86_400_000),
  ];
}

function mktime(value: Json): number {
  const parts = list(value, 'requires array of 6 numbers').map((part) =>
    number(part, 'requires parsed datetime inputs'),
  );
  const [year = 1970, month = 0, day = 1, hours = 0, minutes = 0, seconds = 0] = parts;
  return Math.floor(Date.UTC(year, month, day, hours, minutes, Math.floor(seconds)) / 1000);
}

function strptime(given: Json, format: Json): Json {
  const source = text(given, 'cannot be parsed as a date');
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)Z)?$/.exec(source);
  if (!iso || !['%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%d', '%FT%TZ', '%F'].includes(String(format)))
    throw new JqError(`date "${source}" does not match format "${String(format)}"`);
  const [, ...fields] = iso;
  const [year, month, day, hours, minutes, seconds] = fields.map((field) => Number(field ?? 0));
  return brokenDown(Date.UTC(year!, month! - 1, day!, hours!, minutes!, seconds!) / 1000);
}

/** Times. */
export const datesBuiltins: Record<string, Native> = {
  'now/0': (_, __, scope) => [{ value: scope.runtime.now() / 1000, path: undefined }],
  'mktime/0': plain(mktime),
  'gmtime/0': plain((input) => brokenDown(number(input))),
  'localtime/0': plain((input) => brokenDown(number(input))),
  'strptime/1': plain((input, format) => strptime(input, format!)),
  'strftime/1': plain((input, format) => {
    const seconds = typeof input === 'number' ? input : mktime(input);
    return strftime(text(format!, 'requires a string format'), localTime(seconds * 1000, UTC));
  }),
};
