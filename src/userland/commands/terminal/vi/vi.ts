import type { Command } from '../../common/context.ts';
import { parseOptions } from '../../common/options.ts';
import { versionLine } from '../../common/version.ts';
import { FullScreen } from '../full-screen.ts';
import { Editor, Hangup } from './editor.ts';
import { execute } from './ex.ts';
import { normalCommand } from './normal.ts';

/** vi(1): busybox's, and what vim does of it (long lines scroll sideways in both). */
export const vi: Command = async (context) => {
  const options = parseOptions(context, 'c:RHeEnNu:y', { long: { version: 'version', clean: 'clean' } });
  if (options.has('version')) {
    context.print(`${versionLine(context)}\n`);
    return 0;
  }
  const { sys } = context;
  const terminal = [0, 1, 2].find((fd) => sys.isatty(fd));
  if (terminal === undefined || !sys.isatty(1)) {
    context.out.text(
      context.gnu
        ? 'Vim: Warning: Output is not to a terminal\n'
        : `${context.name}: standard output is not a terminal\n`,
      2,
    );
    return 1;
  }
  const first = options.operands.filter((each) => each.startsWith('+'));
  const [path] = options.operands.filter((each) => !each.startsWith('+'));
  const screen = new FullScreen(sys, terminal, { alternate: true });
  const editor = new Editor(context, screen);
  if (path !== undefined) editor.load(path, true);
  await screen.open();
  for (const command of [...options.all('c'), ...first.map((each) => each.slice(1) || '$')]) {
    await execute(editor, command);
  }
  try {
    while (editor.ended === undefined) await normalCommand(editor);
  } catch (error) {
    if (!(error instanceof Hangup)) throw error;
    editor.ended = 1;
  }
  await screen.close();
  return editor.ended;
};
