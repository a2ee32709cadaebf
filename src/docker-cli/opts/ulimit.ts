export interface Ulimit {
  Name: string;
  Soft: number;
  Hard: number;
}

const NAMES = new Set(
  'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'.split(' '),
);

/** `nofile=1024:2048` (units.ParseUlimit). */
export function parseUlimit(text: string): Ulimit {
  const equals = text.indexOf('=');
  if (equals < 0) throw new Error(`invalid ulimit argument: ${text}`);
  const name = text.slice(0, equals);
  const values = text.slice(equals + 1).split(':');
  if (values.length > 2)
    throw new Error(
      `too many limit value arguments - ${text.slice(equals + 1)}, can only have up to two, \`soft[:hard]\``,
    );
  if (!NAMES.has(name)) throw new Error(`invalid ulimit type: ${name}`);
  const [soft, hard] = values.map((value) => {
    if (!/^[+-]?\d+$/.test(value))
      throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
    return Number(value);
  });
  const limit = { Name: name, Soft: soft!, Hard: hard ?? soft! };
  if (limit.Hard !== -1 && limit.Soft > limit.Hard)
    throw new Error(`ulimit soft limit must be less than or equal to hard limit: ${limit.Soft} > ${limit.Hard}`);
  return limit;
}
