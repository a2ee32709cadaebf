/** Go's time.Parse, for the layouts that dates on a command line are read by, with its complaints. */

interface Element {
  readonly layout: string;
  /** What it takes from the beginning of a text. */
  readonly pattern: RegExp;
  /** Named when the number lies outside. */
  readonly range?: { readonly name: string; readonly least: number; readonly most: number };
}

const ELEMENTS: readonly Element[] = [
  { layout: '2006', pattern: /^\d\d\d\d/ },
  { layout: '01', pattern: /^\d\d/, range: { name: 'month', least: 1, most: 12 } },
  { layout: '02', pattern: /^\d\d/ },
  { layout: '15', pattern: /^\d\d?/, range: { name: 'hour', least: 0, most: 23 } },
  { layout: '04', pattern: /^\d\d/, range: { name: 'minute', least: 0, most: 59 } },
  // A fraction may follow, whatever the layout says.
  { layout: '05', pattern: /^\d\d([.,]\d+)?/, range: { name: 'second', least: 0, most: 59 } },
  { layout: 'Z07:00', pattern: /^(Z|[+-]\d\d:\d\d)/ },
];

/** Milliseconds since the epoch, of a time in UTC when it names no zone. */
export function parseTime(layout: string, text: string): number {
  const fail = (why: string) => new Error(`parsing time ${JSON.stringify(text)}${why}`);
  const mismatch = (at: string, element: string) =>
    fail(` as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(at)} as ${JSON.stringify(element)}`);
  const values = new Map<string, string>();
  let [expected, rest] = [layout, text];
  while (expected !== '') {
    const element = ELEMENTS.find((one) => expected.startsWith(one.layout));
    if (!element) {
      const literal = expected[0]!;
      if (!rest.startsWith(literal)) throw mismatch(rest, literal);
      [expected, rest] = [expected.slice(1), rest.slice(1)];
      continue;
    }
    const found = element.pattern.exec(rest)?.[0];
    if (found === undefined) throw mismatch(rest, element.layout);
    const number = Math.trunc(Number.parseFloat(found));
    if (element.range && (number < element.range.least || number > element.range.most))
      throw fail(`: ${element.range.name} out of range`);
    values.set(element.layout, found.replace(',', '.'));
    [expected, rest] = [expected.slice(element.layout.length), rest.slice(found.length)];
  }
  if (rest !== '') throw fail(`: extra text: ${JSON.stringify(rest)}`);
  const part = (name: string, otherwise: number) => Number(values.get(name) ?? otherwise);
  const [year, month, day] = [part('2006', 1), part('01', 1), part('02', 1)];
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) throw fail(': day out of range');
  const local = Date.UTC(year, month - 1, day, part('15', 0), part('04', 0)) + part('05', 0) * 1000;
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(values.get('Z07:00') ?? '') ?? [];
  const offset = sign ? (Number(hours) * 60 + Number(minutes)) * 60_000 : 0;
  return sign === '-' ? local + offset : local - offset;
}
