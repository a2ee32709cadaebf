import type { Command } from '../common/context.ts';
import { parseOptions } from '../common/options.ts';
import { join } from '../common/paths.ts';

/** which(1) */
export const which: Command = (context) => {
  const options = parseOptions(context, 'a');
  const { sys } = context;
  const directories = (sys.env.get('PATH') ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin').split(
    ':',
  );
  const runs = (path: string): boolean => sys.exists(path) && sys.stat(path).kind === 'file' && sys.access(path, 'x');
  if (options.operands.length === 0) return 1;
  for (const name of options.operands) {
    const found = name.includes('/')
      ? [name].filter(runs)
      : directories.map((one) => join(one || '.', name)).filter(runs);
    if (found.length === 0) context.status = 1;
    for (const path of options.has('a') ? found : found.slice(0, 1)) context.print(`${path}\n`);
  }
};

/** clear(1) */
export const clear: Command = (context) => {
  context.print('\x1b[H\x1b[J\x1b[3J');
};

/** reset(1) */
export const reset: Command = (context) => {
  context.print('\x1bc\x1b[0m\x1b[J');
};
