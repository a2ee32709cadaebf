import type { MaybePromise } from '../../../kernel/program.ts';
import type { Builtin } from '../builtins/builtin.ts';
import type { Sink } from '../expand/sink.ts';
import type { Command, ParameterPart, Script } from '../grammar/tree.ts';
import type { Shell } from './shell.ts';

/**
 * The parts of the interpreter that are needed below themselves: commands hold words, words hold commands, builtins run
 * commands. Every shell carries them, so that the files can stay in layers.
 */
export interface Interpreter {
  execute(shell: Shell, command: Command, tail?: boolean): MaybePromise<number>;
  findBuiltin(shell: Shell, name: string): Builtin | undefined;
  addParameter(shell: Shell, part: ParameterPart, sink: Sink): void;
  substitute(shell: Shell, script: Script): string;
  processSubstitution(shell: Shell, script: Script, direction: '<' | '>'): string;
}
