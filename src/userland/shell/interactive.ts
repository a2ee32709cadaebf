import type { ShellOptions } from './program.ts';
import type { Shell } from './run/shell.ts';
import { runStream } from './run/stream.ts';

export function runInteractive(shell: Shell, options: ShellOptions): Promise<number> {
  void options;
  return runStream(shell);
}
