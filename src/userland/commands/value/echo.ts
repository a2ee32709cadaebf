import { binaryFromText } from '../common/binary.ts';
import type { Command } from '../common/context.ts';
import { decodeEscapes } from './escapes.ts';

/** echo(1): busybox and GNU alike take -n, -e, -E. */
export const echo: Command = ({ args, gnu, out }) => {
  let newline = true;
  let escapes = false;
  let at = 0;
  for (; at < args.length && /^-[neE]+$/.test(args[at]!); at++) {
    for (const letter of args[at]!.slice(1)) {
      if (letter === 'n') newline = false;
      // busybox takes -E and does nothing about it
      else if (letter === 'e' || gnu) escapes = letter === 'e';
    }
  }
  const text = binaryFromText(args.slice(at).join(' '));
  if (!escapes) out.binary(newline ? `${text}\n` : text);
  else {
    const { value, stopped } = decodeEscapes(text, 'echo', !gnu);
    out.binary(newline && !stopped ? `${value}\n` : value);
  }
  return 0;
};
