import { isErrno } from '../../../../kernel/errno.ts';
import type { Command } from '../../common/context.ts';
import { closeInput, openInput } from '../../common/input.ts';
import { parseOptions } from '../../common/options.ts';
import { displayed, textWidth } from '../full-screen.ts';
import { Pager } from './pager.ts';
import { copyOut, keyboard, LineSource } from './source.ts';

/** less(1) */
export const less: Command = async (context) => {
  const options = parseOptions(context, 'aeEfFgGiIJmMnNqQrRsSuwWXx:~j:P:p:b:h:z:K', {
    long: {
      'quit-if-one-screen': 'F',
      'no-init': 'X',
      'LINE-NUMBERS': 'N',
      'chop-long-lines': 'S',
      'RAW-CONTROL-CHARS': 'R',
      'ignore-case': 'i',
      'quit-at-eof': 'e',
      'QUIT-AT-EOF': 'E',
      pattern: 'p',
    },
  });
  const { sys } = context;
  const start = options.operands.filter((each) => each.startsWith('+'));
  const paths = options.operands.filter((each) => !each.startsWith('+'));
  if (paths.length === 0 && sys.isatty(0)) {
    context.out.text(`Missing filename ("${context.name} --help" for help)\n`, 2);
    return 1;
  }
  const terminal = sys.isatty(1) ? keyboard(sys) : undefined;
  const files: [name: string, fd: number][] = [];
  for (const path of paths.length > 0 ? paths : ['-']) {
    try {
      files.push([path === '-' ? '' : path, openInput(context, path)]);
    } catch (error) {
      // GNU's less does not name itself here.
      if (context.gnu && isErrno(error)) context.out.text(`${path}: ${error.message}\n`, 2);
      else context.cannotOpen(path, error);
    }
  }
  if (files.length === 0) return 1;
  if (terminal === undefined) {
    await context.out.flush();
    for (const [, fd] of files) {
      await copyOut(sys, fd);
      closeInput(context, fd);
    }
    return undefined;
  }
  const sources = files.map(([, fd]) => new LineSource(sys, fd));
  const { rows, columns } = sys.windowSize(terminal);
  if (options.has('F') && sources.length === 1 && (await fits(sources[0]!, rows - 1, columns))) {
    for (const line of sources[0]!.lines) context.print(`${line}\n`);
    return undefined;
  }
  const pager = new Pager(
    context,
    options,
    files.map(([name]) => name),
    sources,
    terminal,
  );
  await pager.run(start, options.get('p'));
  return undefined;
};

async function fits(source: LineSource, rows: number, columns: number): Promise<boolean> {
  await source.want(rows + 1);
  if (!source.ended) return false;
  return (
    source.lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(displayed(line)) / columns)), 0) <= rows
  );
}
