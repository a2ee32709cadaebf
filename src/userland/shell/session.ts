import type { MaybePromise } from '../../kernel/program.ts';
import type { SystemCalls } from '../../kernel/system-calls.ts';
import type { Flavour } from './dialect.ts';
import { report } from './run/end.ts';
import { ShellExit } from './run/outcome.ts';
import { runText } from './run/source.ts';
import { chain, rescue } from './run/waiting.ts';
import { startShell } from './startup.ts';

export interface SessionOptions {
  flavour: Flavour;
  /** `$0`, and the name in error messages. */
  name?: string;
}

export interface Session {
  /** Evaluates one line as `eval "$line"` in one shell would; answers its status. */
  run(line: string): MaybePromise<number>;
  /** Set once `exit` was called. */
  readonly ended: boolean;
}

/** A shell that is given its lines one after another; variables, functions, directory and `$?` carry over. */
export function createSession(sys: SystemCalls, options: SessionOptions): Session {
  const shell = startShell(sys, options.flavour, options.name ?? 'sh');
  let ended = false;
  let line = 0;
  return {
    get ended() {
      return ended;
    },
    run(text) {
      line++;
      shell.unwinding = undefined;
      shell.loops = 0;
      return rescue(
        () => runText(shell, text, { line }),
        (error) => {
          if (error instanceof ShellExit) ended = true;
          return chain(report(shell, error), (status) => (shell.status = status));
        },
      );
    },
  };
}
