import type { LocalTime } from './zone.ts';

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** strftime(3) of the C locale, with GNU date's flags (`_ - 0 ^ #`), widths, `%N` and `%:z`. */
export function strftime(format: string, time: LocalTime): string {
  return format.replace(/%([-_0^#+]*)(\d*)(:{0,3})([a-zA-Z%+])/g, (whole, flags, width, colons, letter) => {
    const result = conversion(letter, time, colons);
    if (result === undefined) return whole;
    const [value, digits] = result;
    if (letter === 'N') return nanoseconds(value, flags, width);
    const padding = flags.includes('_') ? ' ' : flags.includes('0') ? '0' : undefined;
    let text = value;
    if (digits > 0 && /^-?\d+$/.test(value)) {
      const fill = padding ?? ('kel'.includes(letter) ? ' ' : '0');
      if (flags.includes('-')) text = value;
      else text = pad(value, Number(width) || digits, fill);
    } else if (width && !flags.includes('-')) text = pad(value, Number(width), padding ?? ' ');
    if (flags.includes('^')) text = text.toUpperCase();
    if (flags.includes('#')) text = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
    return text;
  });
}

function pad(text: string, width: number, fill: string): string {
  return text.startsWith('-') && fill === '0'
    ? `-${text.slice(1).padStart(width - 1, fill)}`
    : text.padStart(width, fill);
}

function nanoseconds(value: string, flags: string, width: string): string {
  if (flags.includes('-')) return value.replace(/0+$/, '') || '0';
  return width ? value.slice(0, Number(width)).padEnd(Number(width), '0') : value;
}

/** The text of a conversion and, for numbers, how many digits it has by default. */
function conversion(letter: string, t: LocalTime, colons: string): [string, number] | undefined {
  const number = (value: number, digits = 2): [string, number] => [String(value), digits];
  const text = (value: string): [string, number] => [value, 0];
  const again = (format: string): [string, number] => [strftime(format, t), 0];
  const hour12 = t.hours % 12 || 12;
  switch (letter) {
    case '%':
      return text('%');
    case 'a':
      return text(WEEKDAYS[t.weekday]!.slice(0, 3));
    case 'A':
      return text(WEEKDAYS[t.weekday]!);
    case 'b':
    case 'h':
      return text(MONTHS[t.month]!.slice(0, 3));
    case 'B':
      return text(MONTHS[t.month]!);
    case 'c':
      return again('%a %b %e %H:%M:%S %Y');
    case 'C':
      return number(Math.floor(t.year / 100));
    case 'd':
      return number(t.day);
    case 'D':
    case 'x':
      return again('%m/%d/%y');
    case 'e':
      return number(t.day);
    case 'F':
      return again('%Y-%m-%d');
    case 'g':
      return number(isoWeek(t).year % 100);
    case 'G':
      return number(isoWeek(t).year, 4);
    case 'H':
    case 'k':
      return number(t.hours);
    case 'I':
    case 'l':
      return number(hour12);
    case 'j':
      return number(t.yearDay + 1, 3);
    case 'm':
      return number(t.month + 1);
    case 'M':
      return number(t.minutes);
    case 'n':
      return text('\n');
    case 'N':
      return text(String(Math.round((((t.epoch % 1000) + 1000) % 1000) * 1e6)).padStart(9, '0'));
    case 'p':
      return text(t.hours < 12 ? 'AM' : 'PM');
    case 'P':
      return text(t.hours < 12 ? 'am' : 'pm');
    case 'q':
      return number(Math.floor(t.month / 3) + 1, 1);
    case 'r':
      return again('%I:%M:%S %p');
    case 'R':
      return again('%H:%M');
    case 's':
      return number(Math.floor(t.epoch / 1000), 1);
    case 'S':
      return number(t.seconds);
    case 't':
      return text('\t');
    case 'T':
    case 'X':
      return again('%H:%M:%S');
    case 'u':
      return number(t.weekday || 7, 1);
    case 'U':
      return number(Math.floor((t.yearDay + 7 - t.weekday) / 7));
    case 'V':
      return number(isoWeek(t).week);
    case 'w':
      return number(t.weekday, 1);
    case 'W':
      return number(Math.floor((t.yearDay + 7 - ((t.weekday + 6) % 7)) / 7));
    case 'y':
      return number(((t.year % 100) + 100) % 100);
    case 'Y':
      return number(t.year, 1);
    case 'z':
      return text(offsetText(t.offset, colons.length));
    case 'Z':
      return text(t.zone);
    default:
      return undefined;
  }
}

function offsetText(offset: number, colons: number): string {
  const sign = offset < 0 ? '-' : '+';
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [two(Math.floor(Math.abs(offset) / 60)), two(Math.abs(offset) % 60)];
  if (colons === 0) return `${sign}${hours}${minutes}`;
  if (colons === 2) return `${sign}${hours}:${minutes}:00`;
  return colons === 3 && minutes === '00' ? `${sign}${hours}` : `${sign}${hours}:${minutes}`;
}

function isoWeek(t: LocalTime): { year: number; week: number } {
  const thursday = t.yearDay - ((t.weekday + 6) % 7) + 3;
  const leap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (thursday < 0) {
    const days = leap(t.year - 1) ? 366 : 365;
    return { year: t.year - 1, week: Math.floor((thursday + days) / 7) + 1 };
  }
  if (thursday >= (leap(t.year) ? 366 : 365)) return { year: t.year + 1, week: 1 };
  return { year: t.year, week: Math.floor(thursday / 7) + 1 };
}
