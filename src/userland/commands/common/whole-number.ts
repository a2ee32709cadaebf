import { type Context, Exit } from './context.ts';

export interface WholeNumberRules {
  /** What GNU programs call it: `invalid WHAT: 'x'`. */
  what: string;
  least?: number;
  /** busybox says up to where its type reaches. */
  most?: number;
}

/** The number an option was given, or the words in which the program refuses it. */
export function wholeNumber(
  context: Context,
  text: string,
  { what, least = 0, most = 4294967295 }: WholeNumberRules,
): number {
  const number = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : undefined;
  if (number !== undefined && number >= least && (context.gnu || number <= most)) return number;
  if (context.gnu) {
    const range = number === undefined ? '' : ': Numerical result out of range';
    throw new Exit(1, `invalid ${what}: ${context.quote(text)}${range}`);
  }
  throw new Exit(
    1,
    number === undefined || number < 0
      ? `invalid number '${text}'`
      : `number ${text} is not in ${least}..${most} range`,
  );
}
