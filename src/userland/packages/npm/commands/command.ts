import type { Context } from '../../../commands/common/context.ts';
import type { Settings } from '../settings.ts';

/** One `npm` subcommand at work. */
export interface NpmCall {
  readonly context: Context;
  readonly settings: Settings;
  /** Operands after the subcommand. */
  readonly operands: readonly string[];
  readonly started: number;
  /** The version of npm itself. */
  readonly version: string;
}

export type NpmCommand = (call: NpmCall) => number | Promise<number>;
