import { binaryFromBytes, binaryFromText, textFromBinary } from '../commands/common/binary.ts';
import { type Command, Exit } from '../commands/common/context.ts';
import { parseOptions } from '../commands/common/options.ts';

const VARIABLE = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

/** GNU gettext's envsubst: variables in standard input, all of them or those that SHELL-FORMAT names. */
export const envsubst: Command = async (context) => {
  const options = parseOptions(context, 'vhV', { long: { variables: 'v', help: 'h', version: 'V' } });
  const { sys, out } = context;
  if (options.has('V')) {
    context.print('envsubst (GNU gettext-runtime) 0.21\n');
    return 0;
  }
  if (options.operands.length > 1) throw new Exit(1, 'too many arguments');
  const [format] = options.operands;
  const names = format === undefined ? undefined : new Set([...format.matchAll(VARIABLE)].map(nameOf));
  if (options.has('v')) {
    if (!names) throw new Exit(1, 'missing arguments');
    for (const name of names) context.print(`${name}\n`);
    return 0;
  }
  const input = binaryFromBytes(await sys.readAll(0));
  out.binary(
    input.replace(VARIABLE, (whole, ...groups) => {
      const name = textFromBinary(String(groups[0] ?? groups[1]));
      return names && !names.has(name) ? whole : binaryFromText(sys.env.get(name) ?? '');
    }),
  );
  return 0;
};

function nameOf([, braced, plain]: RegExpExecArray): string {
  return braced ?? plain ?? '';
}
