import type { Command } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';

/** strings(1) */
export const strings: Command = async (context) => {
  const options = parseOptions(context, 'an:fot:#', { long: { bytes: 'n', radix: 't' } });
  const least = Number(options.get('n') ?? options.get('#') ?? 4);
  const radix = options.has('o') ? 'o' : options.get('t');
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    try {
      const whole = await readWhole(context, path);
      for (const match of whole.matchAll(new RegExp(`[\\t -~]{${least},}`, 'g'))) {
        const base = radix === 'x' ? 16 : radix === 'o' ? 8 : 10;
        const offset = radix === undefined ? '' : `${match.index.toString(base).padStart(7)} `;
        context.out.binary(`${options.has('f') ? `${path}: ` : ''}${offset}${match[0]}\n`);
      }
    } catch (error) {
      context.cannotOpen(path, error);
    }
  }
};
