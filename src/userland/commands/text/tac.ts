import { compilePattern } from '../../regexp/posix.ts';
import { binaryFromText } from '../common/binary.ts';
import { type Command, reason } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';

/** tac(1) */
export const tac: Command = async (context) => {
  const options = parseOptions(context, 'brs:', { long: { before: 'b', regex: 'r', separator: 's' } });
  const given = options.get('s') ?? '\n';
  // an empty separator is the byte 0
  const separator = given === '' ? '\0' : binaryFromText(given);
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    try {
      const whole = await readWhole(context, path);
      const ends =
        options.has('r') && given !== '' ? matchesFromTheEnd(whole, separator) : plainMatches(whole, separator);
      context.out.binary(records(whole, ends, options.has('b')).reverse().join(''));
    } catch (error) {
      if (!context.gnu) context.cannotOpen(path, error);
      else if (reason(error) === 'Is a directory') context.fail(`${path}: read error: Invalid argument`);
      else context.fail(`failed to open ${context.quote(path)} for reading: ${reason(error)}`);
    }
  }
};

type Place = readonly [from: number, to: number];

function plainMatches(whole: string, separator: string): Place[] {
  const places: Place[] = [];
  let at = whole.lastIndexOf(separator);
  while (at >= 0) {
    places.push([at, at + separator.length]);
    at = at < separator.length ? -1 : whole.lastIndexOf(separator, at - separator.length);
  }
  return places.reverse();
}

/** GNU looks for the expression backwards: from each place the text up to the match found last. */
function matchesFromTheEnd(whole: string, source: string): Place[] {
  const pattern = compilePattern(source, { flags: 'y' });
  const places: Place[] = [];
  let limit = whole.length;
  for (let at = limit - 1; at >= 0; at--) {
    pattern.lastIndex = at;
    const found = pattern.exec(whole.slice(0, limit));
    if (!found || found[0] === '') continue;
    places.push([at, at + found[0].length]);
    limit = at;
  }
  return places.reverse();
}

function records(whole: string, separators: readonly Place[], before: boolean): string[] {
  const cuts = separators.map(([from, to]) => (before ? from : to));
  const edges = [0, ...cuts.filter((cut) => cut > 0 && cut < whole.length), whole.length];
  return edges.slice(1).map((edge, index) => whole.slice(edges[index], edge));
}
