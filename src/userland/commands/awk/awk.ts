import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { parseOptions, usage } from '../common/options.ts';
import { Interpreter } from './interpreter.ts';
import { parseAwk } from './parse.ts';

/** awk(1), as POSIX has it. */
export const awk: Command = async (context) => {
  try {
    return await run(context);
  } catch (error) {
    // busybox knows one status for all that goes wrong.
    if (!context.gnu && error instanceof Exit && error.status === 2) throw new Exit(1, error.message);
    throw error;
  }
};

async function run(context: Context): Promise<number | undefined> {
  const options = parseOptions(context, '+F:v:f:e:W:', {
    status: 2,
    long: { 'field-separator': 'F', assign: 'v', file: 'f', source: 'e' },
  });
  const operands = [...options.operands];
  const sources: string[] = [];
  for (const [key, value] of options.list) {
    if (key === 'e') sources.push(binaryFromText(value));
    if (key !== 'f') continue;
    try {
      sources.push(await readWhole(context, value));
    } catch (error) {
      throw new Exit(
        2,
        context.gnu ? `cannot open ${value} (${reason(error)})` : `can't open '${value}': ${reason(error)}`,
      );
    }
  }
  if (sources.length === 0) {
    const program = operands.shift();
    if (program === undefined) usage(context, context.gnu ? 2 : 1);
    sources.push(binaryFromText(program));
  }
  const interpreter = new Interpreter(context, parseAwk(sources.join('\n')), operands.map(binaryFromText));
  const separator = options.get('F');
  if (separator !== undefined) interpreter.assignText('FS', separator === 't' ? '\\t' : binaryFromText(separator));
  for (const text of options.all('v')) {
    const equals = text.indexOf('=');
    if (equals < 1) throw new Exit(2, `improper assignment: -v ${text}`);
    interpreter.assignText(text.slice(0, equals), binaryFromText(text.slice(equals + 1)));
  }
  return interpreter.run();
}
