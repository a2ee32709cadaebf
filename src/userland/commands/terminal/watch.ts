import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { Command, Context } from '../common/context.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, timeZone } from '../common/time/zone.ts';
import { runChild } from '../process/child.ts';

/** watch(1) */
export const watch: Command = async (context) => {
  const options = parseOptions(context, '+n:tedgbcx', { long: { interval: 'n', 'no-title': 't' } });
  if (options.operands.length === 0) missingOperand(context);
  const { sys } = context;
  const seconds = Math.max(Number(options.get('n') ?? 2), 0.1);
  const command = options.operands.join(' ');
  const wholeScreen = context.gnu && sys.isatty(1);
  if (wholeScreen) {
    context.print('\x1b[?1049h');
  }
  // procps' watch puts the screen back when it is told to end.
  const interrupted = new Promise<'interrupted'>((resolve) => {
    if (wholeScreen) sys.signal(SIGNALS.SIGINT, () => resolve('interrupted'));
  });
  for (;;) {
    context.print('\x1b[H\x1b[J');
    if (!options.has('t')) context.print(header(context, seconds, command));
    await runChild(context, ['/bin/sh', '-c', command]);
    if (wholeScreen) {
      const { rows, columns } = sys.windowSize(1);
      context.print(`\x1b[${rows};${columns}H`);
      await context.out.flush();
    }
    if ((await Promise.race([sys.sleep(seconds * 1000), interrupted])) === 'interrupted') break;
  }
  context.print('\x1b[?1049l');
  return 0;
};

/** What is watched, and the time at the right edge. */
function header(context: Context, seconds: number, command: string): string {
  const { sys } = context;
  const title = `Every ${seconds.toFixed(1)}s: ${command}`;
  const terminal = [2, 1, 0].find((fd) => sys.isatty(fd));
  const columns = (terminal === undefined ? 0 : sys.windowSize(terminal).columns) || 80;
  const now = localTime(sys.now(), timeZone(sys));
  if (!context.gnu) {
    const time = strftime('%Y-%m-%d %H:%M:%S', now);
    const room = columns - 1 - time.length;
    return `${room > 0 ? `${title.slice(0, room).padEnd(room)}${time}` : title}\n\n`;
  }
  const time = `${sys.uname().nodename}: ${strftime('%a %b %e %H:%M:%S %Y', now)}`;
  if (columns < time.length) return '\n\n';
  const room = columns - time.length;
  return `${(title.length < room ? title : `${title.slice(0, Math.max(0, room - 4))}... `).padEnd(room)}${time}\n\n`;
}
