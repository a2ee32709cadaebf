import type { Context } from '../../commands/common/context.ts';
import type { AptOptions } from './options.ts';

/** One `apt-get` command at work. */
export interface AptCall {
  readonly context: Context;
  readonly options: AptOptions;
}
