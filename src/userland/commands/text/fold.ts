import type { Command } from '../common/context.ts';
import { eachInput, LineReader } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';
import { wholeNumber } from '../common/whole-number.ts';

/** fold(1) */
export const fold: Command = async (context) => {
  const options = parseOptions(context, 'bsw:#', { long: { bytes: 'b', spaces: 's', width: 'w' } });
  const text = options.get('w') ?? options.get('#') ?? '80';
  const width = wholeNumber(context, text, { what: 'number of columns', least: 1 });
  const advance = (column: number, char: string): number => {
    if (options.has('b')) return column + 1;
    if (char === '\b') return Math.max(0, column - 1);
    if (char === '\r') return 0;
    return char === '\t' ? column + 8 - (column % 8) : column + 1;
  };
  await eachInput(context, options.operands, async (fd) => {
    const reader = new LineReader(context, fd);
    for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
      let out = '';
      let current = '';
      let column = 0;
      for (const char of line) {
        if (advance(column, char) > width && current !== '') {
          const space = options.has('s') ? Math.max(current.lastIndexOf(' '), current.lastIndexOf('\t')) : -1;
          const cut = space < 0 ? current.length : space + 1;
          out += `${current.slice(0, cut)}\n`;
          current = current.slice(cut);
          column = [...current].reduce(advance, 0);
        }
        current += char;
        column = advance(column, char);
      }
      context.out.binary(out + current + (reader.terminated ? '\n' : ''));
    }
  });
};
