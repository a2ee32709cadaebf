import type { SystemCalls } from '../../../../kernel/system-calls.ts';

/** A moment taken apart in some time zone. */
export interface LocalTime {
  readonly year: number;
  /** 0 to 11 */
  readonly month: number;
  readonly day: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly milliseconds: number;
  readonly weekday: number;
  readonly yearDay: number;
  /** Minutes east of UTC. */
  readonly offset: number;
  readonly zone: string;
  readonly epoch: number;
}

/** What TZ says: UTC, a POSIX string without daylight rules (`UTC-3`), or a zone of the tz database that is installed. */
export interface TimeZone {
  at(epoch: number): { offset: number; zone: string };
}

const UTC: TimeZone = { at: () => ({ offset: 0, zone: 'UTC' }) };

export function timeZone(sys: SystemCalls): TimeZone {
  const name = sys.env.get('TZ')?.replace(/^:/, '');
  if (name === undefined || name === '' || name === 'UTC') return UTC;
  const posix = /^(<[^>]+>|[A-Za-z]{3,})([-+]?)(\d{1,2})(?::(\d\d))?/.exec(name);
  if (posix) {
    const [, zone = '', sign, hours, minutes = '0'] = posix;
    const offset = (sign === '-' ? 1 : -1) * (Number(hours) * 60 + Number(minutes));
    return { at: () => ({ offset, zone: zone.replace(/[<>]/g, '') }) };
  }
  if (!sys.exists(`/usr/share/zoneinfo/${name}`)) return UTC;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    const short = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'short' });
    const part = (formatter: Intl.DateTimeFormat, epoch: number): string =>
      formatter.formatToParts(epoch).find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
    return {
      at(epoch) {
        const [, sign, hours = '0', minutes = '0'] = /([-+])(\d+):(\d+)/.exec(part(format, epoch)) ?? [];
        const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
        return { offset, zone: part(short, epoch).replace('GMT+0', 'GMT') };
      },
    };
  } catch {
    return UTC;
  }
}

export function localTime(epoch: number, zone: TimeZone): LocalTime {
  const { offset, zone: name } = zone.at(epoch);
  const date = new Date(epoch + offset * 60_000);
  const year = date.getUTCFullYear();
  const yearDay = Math.floor(
    (Date.UTC(year, date.getUTCMonth(), date.getUTCDate()) - Date.UTC(year, 0, 1)) / 86_400_000,
  );
  return {
    year,
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    hours: date.getUTCHours(),
    minutes: date.getUTCMinutes(),
    seconds: date.getUTCSeconds(),
    milliseconds: date.getUTCMilliseconds(),
    weekday: date.getUTCDay(),
    yearDay,
    offset,
    zone: name,
    epoch,
  };
}

/** The moment at which clocks of the zone show these numbers (which may overflow, as with mktime). */
export function epochOf(zone: TimeZone, year: number, month: number, day: number, h = 0, m = 0, s = 0, ms = 0): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  date.setUTCHours(h, m, s, ms);
  const naive = date.getTime();
  const guess = naive - zone.at(naive).offset * 60_000;
  return naive - zone.at(guess).offset * 60_000;
}
