import type { Flags } from '../flags/flags.ts';
import type { FlagSpec } from '../reference/reference.ts';
import type { Compose } from './project.ts';

export interface ComposeLine {
  readonly args: string[];
  readonly flags: Flags;
}

/** One command of `docker compose`. */
export interface ComposeCommand {
  /** The fewest arguments it takes. */
  readonly least?: number;
  /** Too few are complained of in docker's words instead of compose's. */
  readonly dockers?: boolean;
  /** It takes no argument at all. */
  readonly none?: boolean;
  /** False where the first argument ends the flags (`run SERVICE -x`). */
  readonly interspersed?: boolean;
  /** Flags that work and that help does not tell of. */
  readonly hidden?: readonly FlagSpec[];
  /** Answers the exit status; nothing is 0. */
  run(compose: Compose, line: ComposeLine): Promise<number | undefined> | Promise<void>;
}

export type ComposeCommands = Readonly<Record<string, ComposeCommand>>;

/** `--timeout`, when it was given. */
export const timeoutOf = (flags: Flags): number | undefined =>
  flags.changed('timeout') ? flags.number('timeout') : undefined;
