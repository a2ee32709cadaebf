import { type Command, Exit } from '../../common/context.ts';
import { parseOptions } from '../../common/options.ts';
import { FullScreen } from '../full-screen.ts';
import { Editor } from './editor.ts';

/** nano(1) */
export const nano: Command = async (context) => {
  const options = parseOptions(context, 'lwLmE');
  const { sys } = context;
  if (!sys.isatty(0) || !sys.isatty(1)) throw new Exit(1, 'Standard input is not a terminal');
  const line = options.operands.find((each) => /^\+\d/.test(each));
  const [path = ''] = options.operands.filter((each) => !each.startsWith('+'));
  const editor = new Editor(context, new FullScreen(sys, 0), path, options.has('l'));
  await editor.run(line === undefined ? 0 : Number.parseInt(line.slice(1), 10) - 1);
};
