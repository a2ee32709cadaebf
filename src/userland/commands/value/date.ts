import { type Command, Exit } from '../common/context.ts';
import { readWhole, splitLines } from '../common/input.ts';
import { parseOptions, usage } from '../common/options.ts';
import { parseDate, parseStamp } from '../common/time/parse-date.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, type TimeZone, timeZone } from '../common/time/zone.ts';

const ISO: Record<string, string> = {
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};

/** What busybox reads: a time, a date with or without one, seconds, and the stamp of touch. */
const BUSYBOX_DATE =
  /^(?:@\d+|\d{1,2}:\d\d(?::\d\d)?|\d{4}-\d\d-\d\d(?: \d{1,2}:\d\d(?::\d\d)?)?|(?:\d{4}\.)?\d\d\.\d\d-\d\d:\d\d(?::\d\d)?|(?:\d\d|\d{4})?\d{8}(?:\.\d\d)?)$/;

/** date(1). The clock cannot be set. */
export const date: Command = async (context) => {
  const { sys } = context;
  const options = parseOptions(context, context.gnu ? 'd:f:I::r:Rs:u' : 'd:D:I::r:Rs:u', {
    long: {
      date: 'd',
      reference: 'r',
      'rfc-2822': 'R',
      set: 's',
      utc: 'u',
      ...(context.gnu
        ? { file: 'f', 'iso-8601': 'I', 'rfc-email': 'R', 'rfc-3339': 'rfc-3339:', universal: 'u' }
        : { 'rfc-822': 'R' }),
    },
  });
  const utc: TimeZone = { at: () => ({ offset: 0, zone: 'UTC' }) };
  const zone = options.has('u') ? utc : timeZone(sys);
  const [operand, extra] = options.operands;
  if (extra !== undefined) {
    if (context.gnu) context.misuse(`extra operand ${context.quote(extra)}`);
    throw new Exit(1, `invalid date '${extra}'`);
  }
  const now = sys.now();
  let format = operand?.startsWith('+') ? operand.slice(1) : undefined;
  const iso = options.get('I');
  if (iso !== undefined) {
    const name = Object.keys(ISO).find((key) => key.startsWith(iso));
    if (name === undefined) {
      if (!context.gnu) return usage(context);
      const valid = ['hours', 'minutes', 'date', 'seconds', 'ns'].map((one) => `\n  - '${one}'`).join('');
      return context.misuse(`invalid argument ${context.quote(iso)} for '--iso-8601'\nValid arguments are:${valid}`);
    }
    format = ISO[iso === '' ? 'date' : name];
  }
  if (options.has('R')) format = '%a, %d %b %Y %H:%M:%S %z';
  const rfc = options.get('rfc-3339');
  if (rfc !== undefined) format = ISO[rfc]?.replace('T', ' ').replace(',', '.');
  format ??= '%a %b %e %H:%M:%S %Z %Y';
  const show = (moment: number): void => context.print(`${strftime(format!, localTime(moment, zone))}\n`);
  const parse = (text: string): number => {
    const pattern = options.get('D');
    if (!context.gnu && pattern === undefined && !BUSYBOX_DATE.test(text)) throw new Exit(1, `invalid date '${text}'`);
    const parsed =
      pattern === '%s' ? Number(text) * 1000 : (parseDate(text, now, zone) ?? parseStamp(text, 'date', now, zone));
    if (parsed === undefined)
      throw new Exit(1, context.gnu ? `invalid date ${context.quote(text)}` : `invalid date '${text}'`);
    return parsed;
  };
  const list = options.get('f');
  if (list !== undefined) {
    for (const line of splitLines(await readWhole(context, list))) show(parse(line));
    return;
  }
  const reference = options.get('r');
  const set = options.get('s') ?? (operand !== undefined && !operand.startsWith('+') ? operand : undefined);
  if (set !== undefined) {
    if (options.get('s') === undefined && parseStamp(set, 'date', now, zone) === undefined) {
      throw new Exit(1, context.gnu ? `invalid date ${context.quote(set)}` : `invalid date '${set}'`);
    }
    const moment = options.get('s') === undefined ? parseStamp(set, 'date', now, zone)! : parse(set);
    context.fail(context.gnu ? 'cannot set date: Operation not permitted' : "can't set date: Operation not permitted");
    show(moment);
    return;
  }
  if (reference !== undefined) {
    try {
      show(sys.stat(reference).mtime);
    } catch (error) {
      if (context.gnu) context.failed(reference, error);
      else context.cannot('stat', reference, error);
    }
    return;
  }
  const text = options.get('d');
  show(text === undefined ? now : parse(text));
};
