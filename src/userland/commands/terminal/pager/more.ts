import type { Command } from '../../common/context.ts';
import { closeInput, openInput } from '../../common/input.ts';
import { parseOptions } from '../../common/options.ts';
import { displayed, FullScreen, textWidth } from '../full-screen.ts';
import { copyOut, keyboard, LineSource } from './source.ts';

/** more(1): fills the screen, waits for a key, goes on below. */
export const more: Command = async (context) => {
  const options = parseOptions(context, 'defclpsun:#');
  const { sys } = context;
  const paths = options.operands.length > 0 ? options.operands : ['-'];
  const terminal = sys.isatty(1) ? keyboard(sys) : undefined;
  const screen = terminal === undefined ? undefined : new FullScreen(sys, terminal, { alternate: false });
  let quit = false;
  for (const path of paths) {
    let fd: number;
    try {
      fd = openInput(context, path);
    } catch (error) {
      context.cannotOpen(path, error);
      continue;
    }
    await context.out.flush();
    if (!screen) await copyOut(sys, fd);
    else {
      const { kind, size } = sys.fstat(fd);
      quit = await page(new LineSource(sys, fd), screen, kind === 'file' ? size : undefined);
    }
    closeInput(context, fd);
    if (quit) break;
  }
  screen?.leave();

  async function page(source: LineSource, on: FullScreen, size: number | undefined): Promise<boolean> {
    let room = on.rows - 1;
    let seen = 0;
    for (let at = 0; ; at++) {
      await source.want(at + 1);
      const line = source.lines[at];
      if (line === undefined) return false;
      const taken = Math.max(1, Math.ceil(textWidth(displayed(line)) / on.columns));
      if (room < taken) {
        const next = await ask(on, size === undefined ? undefined : seen / size, size);
        if (next === 0) return true;
        room = next;
      }
      room -= taken;
      seen += new TextEncoder().encode(line).length + 1;
      await sys.write(1, `${line}\n`);
    }
  }

  /** How many rows to go on; 0 to end. */
  async function ask(on: FullScreen, share: number | undefined, size: number | undefined): Promise<number> {
    const percent = share === undefined ? '' : `${Math.floor(share * 100)}%`;
    const of = !context.gnu && percent ? ` (${percent} of ${size} bytes)` : percent && `(${percent})`;
    await sys.write(1, context.gnu ? `\x1b[7m--More--${of}\x1b[27m` : `--More--${of} `);
    for (;;) {
      const key = await on.key();
      const rows = key === ' ' || key === 'page-down' || key === 'f' ? on.rows - 1 : key === 'd' ? 11 : 1;
      if (key === 'q' || key === 'Q' || key === 'ctrl-c' || key === 'hangup') {
        await sys.write(1, '\r\x1b[K');
        return 0;
      }
      if ([' ', 'page-down', 'f', 'd', 'enter', 'j', 'down'].includes(key ?? '')) {
        await sys.write(1, '\r\x1b[K');
        return rows;
      }
    }
  }
};
