import { bytesFromBinary } from '../common/binary.ts';
import type { Command } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';
import { basename } from '../common/paths.ts';

/** dos2unix(1), unix2dos(1): the named file is converted in place, otherwise standard input. */
export const dos2unix: Command = async (context) => {
  const options = parseOptions(context, 'du');
  const toUnix = options.last('du') === 'u' || (!options.has('d') && basename(context.name) === 'dos2unix');
  const convert = (text: string): string => {
    const unix = text.replaceAll('\r\n', '\n');
    return toUnix ? unix : unix.replaceAll('\n', '\r\n');
  };
  if (options.operands.length === 0) context.out.binary(convert(await readWhole(context, '-')));
  for (const path of options.operands) {
    try {
      context.sys.writeFile(path, bytesFromBinary(convert(await readWhole(context, path))));
    } catch (error) {
      context.cannotOpen(path, error);
      return 1;
    }
  }
  return context.status;
};
