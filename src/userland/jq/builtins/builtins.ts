import type { Native } from '../environment.ts';
import { regexBuiltins } from '../regular-expressions.ts';
import { datesBuiltins } from './dates.ts';
import { listsBuiltins } from './lists.ts';
import { numbersBuiltins } from './numbers.ts';
import { pathsBuiltins } from './paths.ts';
import { plain } from './plain.ts';
import { streamsBuiltins } from './streams.ts';
import { surroundingsBuiltins } from './surroundings.ts';
import { textBuiltins } from './text.ts';
import { valuesBuiltins } from './values.ts';

/** The functions jq has, by name and number of arguments; those it has in its own language are elsewhere. */
export const natives: Record<string, Native> = {
  ...valuesBuiltins,
  ...numbersBuiltins,
  ...textBuiltins,
  ...listsBuiltins,
  ...datesBuiltins,
  ...pathsBuiltins,
  ...streamsBuiltins,
  ...surroundingsBuiltins,
  ...regexBuiltins(plain),
};
