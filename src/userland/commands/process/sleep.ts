import { type Command, Exit } from '../common/context.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { parseDuration } from '../common/sizes.ts';

const LONGEST = 2 ** 31 - 1;

/** sleep(1): the sum of its arguments. */
export const sleep: Command = async (context) => {
  const { operands } = parseOptions(context, '');
  if (operands.length === 0) missingOperand(context);
  let total = 0;
  for (const text of operands) {
    const duration = parseDuration(text);
    if (duration === undefined) {
      if (context.gnu) context.misuse(`invalid time interval ${context.quote(text)}`);
      throw new Exit(1, `invalid number '${text}'`);
    }
    total += duration;
  }
  while (total > LONGEST) {
    await context.sys.sleep(LONGEST);
    total -= LONGEST;
  }
  await context.sys.sleep(total);
};
