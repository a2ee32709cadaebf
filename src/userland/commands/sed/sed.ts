import { binaryFromText } from '../common/binary.ts';
import { type Command, Exit, reason } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { parseOptions, usage } from '../common/options.ts';
import { Editor } from './editor.ts';
import { ScriptParser } from './script.ts';

/** sed(1) */
export const sed: Command = async (context) => {
  if (context.gnu)
    context.usage = `Usage: ${context.name} [OPTION]... {script-only-if-no-other-script} [input-file]...`;
  const options = parseOptions(context, 'nrEe:f:i::sul:z', {
    long: {
      quiet: 'n',
      silent: 'n',
      'regexp-extended': 'E',
      expression: 'e',
      file: 'f',
      'in-place': 'i',
      unbuffered: 'u',
      'line-length': 'l',
      'null-data': 'z',
      posix: 'posix',
      sandbox: 'sandbox',
      debug: 'debug',
      ...(context.gnu ? { 'follow-symlinks': 'follow', separate: 's' } : {}),
    },
  });
  const operands = [...options.operands];
  const parts: string[] = [];
  for (const [key, value] of options.list) {
    if (key === 'e') parts.push(binaryFromText(value));
    if (key === 'f') {
      try {
        parts.push((await readWhole(context, value)).replace(/\n$/, ''));
      } catch (error) {
        throw new Exit(
          context.gnu ? 4 : 1,
          context.gnu ? `couldn't open file ${value}: ${reason(error)}` : `${value}: ${reason(error)}`,
        );
      }
    }
  }
  if (parts.length === 0) {
    const script = operands.shift();
    if (script === undefined) {
      usage(context);
    }
    parts.push(binaryFromText(script));
  }
  const source = parts.join('\n');
  const complain = (message: string, at: number): string =>
    context.gnu
      ? `-e expression #1, char ${at}: ${message}`
      : `${message.replace(/^unknown command: .(.).*/, 'unsupported command $1')}`;
  const quiet = options.has('n') || (options.list.every(([key]) => key !== 'f') && /^#n(\n|$)/.test(source));
  const commands = new ScriptParser(source, options.any('rE'), context.gnu, complain).parse();
  return new Editor(context, options, commands, quiet, operands.length > 0 ? operands : ['-']).run();
};
