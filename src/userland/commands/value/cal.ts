import { type Command, type Context, Exit } from '../common/context.ts';
import { parseOptions, usage } from '../common/options.ts';
import { localTime, timeZone } from '../common/time/zone.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'];

/** cal(1), as busybox has it. */
export const cal: Command = (context) => {
  const options = parseOptions(context, 'jmy');
  const { operands } = options;
  if (operands.length > 2) usage(context);
  const now = localTime(context.sys.now(), timeZone(context.sys));
  const julian = options.has('j');
  const monday = options.has('m');
  const sheet = { julian, monday, width: julian ? 27 : 20 };
  if (operands.length === 1 || options.has('y')) {
    year(context, operands[0] === undefined ? now.year : number(operands[0], 9999), sheet);
    return;
  }
  const month = operands.length === 2 ? number(operands[0]!, 12) : now.month;
  const inYear = operands.length === 2 ? number(operands[1]!, 9999) : now.year;
  context.print(`${centred(`${MONTHS[month - 1]} ${inYear}`, sheet.width)}\n${head(sheet)}\n`);
  for (const week of weeks(month, inYear, sheet)) context.print(`${week}\n`);
};

interface Sheet {
  /** Days of the year instead of the month's. */
  readonly julian: boolean;
  readonly monday: boolean;
  readonly width: number;
}

function number(text: string, most: number): number {
  if (!/^\d+$/.test(text)) throw new Exit(1, `invalid number '${text}'`);
  if (Number(text) < 1 || Number(text) > most) throw new Exit(1, `number ${text} is not in 1..${most} range`);
  return Number(text);
}

function centred(text: string, width: number): string {
  return ' '.repeat(Math.max(0, Math.floor((width - text.length) / 2))) + text;
}

function head({ julian, monday }: Sheet): string {
  const days = monday ? [...DAYS.slice(1), DAYS[0]!] : DAYS;
  return days.map((day) => (julian ? ` ${day}` : day)).join(' ');
}

const isLeap = (year: number): boolean =>
  year <= 1752 ? year % 4 === 0 : year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

function lengthOf(month: number, year: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Sunday is 0; until September 2nd, 1752 by the Julian calendar. */
function weekday(day: number, month: number, year: number): number {
  const old = year < 1752 || (year === 1752 && (month < 9 || (month === 9 && day <= 2)));
  const [y, m] = month < 3 ? [year - 1, month + 12] : [year, month];
  const shift = Math.floor((13 * (m + 1)) / 5);
  const century = old ? 5 : Math.floor(y / 400) - Math.floor(y / 100);
  return (((day + shift + y + Math.floor(y / 4) + century) % 7) + 7 + 6) % 7;
}

/** Six rows, short ones filled up as busybox leaves them. */
function weeks(month: number, year: number, { julian, monday, width }: Sheet): string[] {
  const cell = julian ? 3 : 2;
  let before = 0;
  for (let earlier = 1; earlier < month; earlier++) before += lengthOf(earlier, year);
  const days: number[] = [];
  for (let day = 1; day <= lengthOf(month, year); day++)
    if (!(year === 1752 && month === 9 && day > 2 && day < 14)) days.push(day);
  const start = (weekday(1, month, year) + (monday ? 6 : 0)) % 7;
  const cells: (number | undefined)[] = [...new Array<undefined>(start).fill(undefined), ...days];
  const rows: string[] = [];
  for (let row = 0; row < 6; row++) {
    const shown = cells
      .slice(row * 7, row * 7 + 7)
      .map((day) => (day === undefined ? '' : String(julian ? day + before : day)).padStart(cell));
    rows.push(shown.length === 0 ? ' '.repeat(width + 1) : shown.join(' '));
  }
  return rows;
}

function year(context: Context, inYear: number, sheet: Sheet): void {
  const perRow = sheet.julian ? 2 : 3;
  const gap = '  ';
  const whole = sheet.width * perRow + gap.length * (perRow - 1);
  const title = String(inYear);
  context.print(`${centred(title, whole).padEnd(whole)}\n\n`);
  for (let first = 1; first <= 12; first += perRow) {
    const months = Array.from({ length: perRow }, (_, at) => first + at);
    const names = months.map((month) => centred(MONTHS[month - 1]!, sheet.width).padEnd(sheet.width));
    context.print(`${names.join(gap)}\n${months.map(() => head(sheet)).join(gap)}\n`);
    const columns = months.map((month) => weeks(month, inYear, sheet));
    for (let row = 0; row < 6; row++) {
      const line = columns.map((column) => column[row]!.slice(0, sheet.width).padEnd(sheet.width)).join(gap);
      // Blanks at the end are dropped, unless there is nothing else.
      context.print(`${line.trimEnd() || ' '.repeat(79)}\n`);
    }
  }
}
