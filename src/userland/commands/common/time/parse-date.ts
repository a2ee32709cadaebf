import { MONTHS, WEEKDAYS } from './strftime.ts';
import { epochOf, localTime, type TimeZone } from './zone.ts';

const UNITS: Record<string, [field: 'months' | 'days' | 'ms', factor: number]> = {
  year: ['months', 12],
  month: ['months', 1],
  fortnight: ['days', 14],
  week: ['days', 7],
  day: ['days', 1],
  hour: ['ms', 3_600_000],
  minute: ['ms', 60_000],
  min: ['ms', 60_000],
  second: ['ms', 1000],
  sec: ['ms', 1000],
};

const ORDINALS: Record<string, number> = { last: -1, this: 0, next: 1, a: 1, an: 1 };
const ZONES: Record<string, number> = {
  utc: 0,
  gmt: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  pst: -480,
  pdt: -420,
  cet: 60,
  cest: 120,
};

/** A date as people write it, by the rules of GNU date (which takes all that busybox takes, and more). */
export function parseDate(text: string, now: number, zone: TimeZone): number | undefined {
  const epoch = /^\s*@(-?\d+(?:[.,]\d+)?)\s*$/.exec(text);
  if (epoch) return Number(epoch[1]!.replace(',', '.')) * 1000;
  const base = localTime(now, zone);
  let { year, month, day } = base;
  let time: [number, number, number, number] | undefined;
  let dated = false;
  let offset: number | undefined;
  let weekday: { day: number; ordinal: number } | undefined;
  const shift = { months: 0, days: 0, ms: 0 };
  let relative = false;
  let rest = text
    .replace(/\([^)]*\)/g, ' ')
    .trim()
    .toLowerCase();
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const match = pattern.exec(rest);
    if (!match) return undefined;
    rest = rest.slice(match[0].length).replace(/^[\s,]+/, '');
    return match;
  };
  const setDate = (y: number, m: number, d: number): boolean => {
    [year, month, day] = [y, m - 1, d];
    dated = true;
    return m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate();
  };
  const fullYear = (value: string): number =>
    value.length > 2 ? Number(value) : Number(value) + (Number(value) < 69 ? 2000 : 1900);
  while (rest !== '') {
    let match: RegExpExecArray | undefined;
    if ((match = take(/^(\d{4,})-(\d{1,2})-(\d{1,2})(?:t(?=\d)|(?![\d-]))/))) {
      if (!setDate(Number(match[1]), Number(match[2]), Number(match[3]))) return undefined;
    } else if ((match = take(/^(\d{1,2})\/(\d{1,2})(?:\/(\d{2,4}))?(?!\d)/))) {
      if (!setDate(match[3] ? fullYear(match[3]) : year, Number(match[1]), Number(match[2]))) return undefined;
    } else if ((match = take(/^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(am|pm)?/))) {
      let hours = Number(match[1]);
      if (match[5]) hours = (hours % 12) + (match[5] === 'pm' ? 12 : 0);
      time = [hours, Number(match[2]), Number(match[3] ?? 0), Number(`0.${match[4] ?? 0}`) * 1000];
      if (hours > 24 || time[1] > 59 || time[2] > 60) return undefined;
      const zoned = take(/^([-+])\s*(\d{1,4})(?:\s*:\s*(\d{1,2}))?(?!\d|\s*[a-z])/);
      if (zoned) offset = zoneOffset(zoned);
    } else if ((match = take(/^(\d{1,2})\s*(am|pm)\b/))) {
      time = [(Number(match[1]) % 12) + (match[2] === 'pm' ? 12 : 0), 0, 0, 0];
    } else if ((match = take(/^(\d{8})(?:t?(\d{2})(\d{2})(\d{2})?)?(?!\d)/))) {
      const digits = match[1]!;
      if (!setDate(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)))) return undefined;
      if (match[2]) time = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0), 0];
    } else if (
      (match = take(
        /^(\d{1,2})[\s-]*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:[\s-]*(\d{4}))?(?![\d:])/,
      ))
    ) {
      if (!setDate(Number(match[3] ?? year), monthNumber(match[2]!), Number(match[1]))) return undefined;
    } else if (
      (match = take(
        /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*(\d{1,2})(?![\d:])(?:st|nd|rd|th)?(?:,?\s+(\d{4})(?![\d:]))?/,
      ))
    ) {
      if (!setDate(Number(match[3] ?? year), monthNumber(match[1]!), Number(match[2]))) return undefined;
    } else if ((match = take(/^(now|today)\b/))) relative = true;
    else if ((match = take(/^(yesterday|tomorrow)\b/))) {
      shift.days += match[1] === 'tomorrow' ? 1 : -1;
      relative = true;
    } else if ((match = take(/^noon\b/))) time = [12, 0, 0, 0];
    else if ((match = take(/^midnight\b/))) time = [0, 0, 0, 0];
    else if (
      (match = take(
        /^([-+]?\s*\d+|last|this|next|an?)?\s*(year|month|fortnight|week|day|hour|minute|min|second|sec)s?\b(\s+ago\b)?/,
      ))
    ) {
      const word = (match[1] ?? '1').replace(/\s+/g, '');
      const count = (ORDINALS[word] ?? Number(word)) * (match[3] ? -1 : 1);
      const [field, factor] = UNITS[match[2]!]!;
      shift[field] += count * factor;
      relative = true;
    } else if ((match = take(/^(last|this|next)?\s*(sun|mon|tue|wed|thu|fri|sat)[a-z]*\b\.?/))) {
      const wanted = match[2]!;
      weekday = {
        day: WEEKDAYS.findIndex((name) => name.toLowerCase().startsWith(wanted)),
        ordinal: ORDINALS[match[1] ?? 'this']!,
      };
    } else if ((match = take(/^(utc|gmt|z|est|edt|cst|cdt|pst|pdt|cet|cest)\b/))) offset = ZONES[match[1]!]!;
    else if ((match = take(/^([-+])(\d{2}):?(\d{2})(?!\d)/))) {
      offset = (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
    } else if (dated && (match = take(/^(\d{4})(?!\d)/))) year = Number(match[1]);
    else return undefined;
  }
  const keepClock = !dated && !weekday && relative;
  const [hours, minutes, seconds, ms] =
    time ?? (keepClock ? [base.hours, base.minutes, base.seconds, now % 1000] : [0, 0, 0, 0]);
  const fixed: TimeZone = offset === undefined ? zone : { at: () => ({ offset: offset ?? 0, zone: '' }) };
  if (weekday) {
    const ahead = (weekday.day - localTime(epochOf(zone, year, month, day), zone).weekday + 7) % 7;
    day += ahead + 7 * (weekday.ordinal > 0 && ahead > 0 ? weekday.ordinal - 1 : weekday.ordinal);
  }
  return epochOf(fixed, year, month + shift.months, day + shift.days, hours, minutes, seconds) + (ms ?? 0) + shift.ms;
}

/** `+8`, `+08`, `+008` (8 minutes), `+0830`, `+8:30`: minutes. */
function zoneOffset([, sign, digits = '', minutes]: RegExpExecArray): number {
  const value = Number(digits);
  const hours = minutes === undefined && digits.length > 2 ? Math.floor(value / 100) : value;
  const rest = minutes === undefined ? (digits.length > 2 ? value % 100 : 0) : Number(minutes);
  return (sign === '-' ? -1 : 1) * (hours * 60 + rest);
}

function monthNumber(prefix: string): number {
  return MONTHS.findIndex((name) => name.toLowerCase().startsWith(prefix)) + 1;
}

/** `[[CC]YY]MMDDhhmm[.ss]` of touch -t and `MMDDhhmm[[CC]YY][.ss]` of date. */
export function parseStamp(text: string, order: 'touch' | 'date', now: number, zone: TimeZone): number | undefined {
  const match = /^(\d{8}|\d{10}|\d{12})(?:\.(\d\d))?$/.exec(text);
  if (!match) return undefined;
  const digits = match[1]!;
  const yearDigits = order === 'touch' ? digits.slice(0, -8) : digits.slice(8);
  const rest = order === 'touch' ? digits.slice(-8) : digits.slice(0, 8);
  let year = Number(yearDigits);
  if (yearDigits.length === 2) year += year < 69 ? 2000 : 1900;
  if (yearDigits === '') year = localTime(now, zone).year;
  const [month, day, hours, minutes] = [0, 2, 4, 6].map((at) => Number(rest.slice(at, at + 2))) as [
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hours > 23 || minutes > 59) return undefined;
  return epochOf(zone, year, month - 1, day, hours, minutes, Number(match[2] ?? 0));
}
