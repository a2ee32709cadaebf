import type { MaybePromise } from '../../../kernel/program.ts';
import { arithmetic } from '../expand/calculate.ts';
import { expandWords, wordPattern, wordText } from '../expand/expand.ts';
import { matches } from '../expand/pattern.ts';
import { effect, replaying } from '../expand/replay.ts';
import type {
  ArithmeticForCommand,
  CaseCommand,
  Command,
  ForCommand,
  IfCommand,
  ListCommand,
  LoopCommand,
  RedirectedCommand,
} from '../grammar/tree.ts';
import { BREAK, CONTINUE, Interrupt, ShellExit, ShellFailure } from './outcome.ts';
import { runBackground, runPipeline, runSubshell } from './pipeline.ts';
import { RedirectFailure, redirect } from './redirect.ts';
import { selectLoop } from './select.ts';
import type { Shell } from './shell.ts';
import { runSimple } from './simple.ts';
import { evaluateTest } from './test-command.ts';
import { traceHead } from './trace.ts';
import { runPendingTraps, runTrap } from './traps.ts';
import { always, chain, repeat, rescue } from './waiting.ts';

/**
 * Runs a command and answers its status, also left in `shell.status`. `tail`: nothing follows in this process, so an
 * external command may take its place (exec) instead of being forked.
 */
export function execute(shell: Shell, command: Command, tail = false): MaybePromise<number> {
  if (shell.options.noexec && !shell.options.interactive) return shell.status;
  switch (command.kind) {
    case 'simple':
      return chain(runSimple(shell, command, tail), (status) => completed(shell, status));
    case 'list':
      return runList(shell, command, 0, tail);
    case 'andor':
      return runAndOr(shell, command.commands, command.operators, tail);
    case 'pipeline':
      return runPipelineCommand(shell, command, tail);
    case 'group':
      return execute(shell, command.body, tail);
    case 'if':
      return runIf(shell, command, 0, tail);
    case 'loop':
      return runLoop(shell, command);
    case 'for':
      return command.select ? selectLoop(shell, command) : runFor(shell, command);
    case 'arithmeticFor':
      return runArithmeticFor(shell, command);
    case 'case':
      return runCase(shell, command, tail);
    case 'subshell':
      shell.line = command.line;
      return chain(runSubshell(shell, command.body), (status) => completed(shell, status));
    case 'function':
      shell.define(command);
      return (shell.status = 0);
    case 'redirected':
      return runRedirected(shell, command);
    case 'test':
      shell.line = command.line;
      return chain(evaluateTest(shell, command.expression), (truth) => completed(shell, truth ? 0 : 1));
    case 'arithmetic':
      return runArithmetic(shell, command);
  }
}

/** After a command that can fail: `set -e`, the ERR trap, signals that came meanwhile. */
function completed(shell: Shell, status: number): MaybePromise<number> {
  shell.status = status;
  if (status !== 0 && shell.testing === 0 && !shell.unwinding) {
    const trap = shell.traps.get('ERR');
    if (trap !== undefined && !shell.inTrap) {
      return chain(runTrap(shell, trap), () => {
        if (shell.options.errexit) throw new ShellExit(status);
        return (shell.status = status);
      });
    }
    if (shell.options.errexit) throw new ShellExit(status);
  }
  if (shell.pendingSignals.length > 0) return chain(runPendingTraps(shell), () => shell.status);
  return status;
}

function runList(shell: Shell, list: ListCommand, from: number, tail: boolean): MaybePromise<number> {
  const { items } = list;
  let status = from === 0 ? 0 : shell.status;
  for (let index = from; index < items.length; index++) {
    const item = items[index]!;
    const result = item.background
      ? runBackground(shell, item.command)
      : execute(shell, item.command, tail && index === items.length - 1);
    if (typeof result !== 'number') {
      return result.then((value) => (shell.unwinding ? value : runList(shell, list, index + 1, tail)));
    }
    status = result;
    if (shell.unwinding) return status;
  }
  return (shell.status = status);
}

/** Runs `produce` where failing is an answer, not an error. */
function tested(shell: Shell, produce: () => MaybePromise<number>): MaybePromise<number> {
  shell.testing++;
  return always(produce, () => {
    shell.testing--;
  });
}

function runAndOr(
  shell: Shell,
  commands: readonly Command[],
  operators: readonly ('&&' | '||')[],
  tail: boolean,
): MaybePromise<number> {
  const last = commands.length - 1;
  const step = (index: number, status: number): MaybePromise<number> => {
    let at = index;
    while (at > 0 && at <= last && (status === 0) !== (operators[at - 1] === '&&')) at++;
    if (at > last) return status;
    const command = commands[at]!;
    if (at === last) return execute(shell, command, tail);
    return chain(
      tested(shell, () => execute(shell, command)),
      (value) => (shell.unwinding ? value : step(at + 1, value)),
    );
  };
  return step(0, 0);
}

function runPipelineCommand(
  shell: Shell,
  command: Extract<Command, { kind: 'pipeline' }>,
  tail: boolean,
): MaybePromise<number> {
  shell.line = command.line;
  const started = command.timed ? shell.sys.now() : 0;
  const run = (): MaybePromise<number> => {
    if (command.commands.length === 0) return 0;
    if (command.commands.length === 1)
      return execute(shell, command.commands[0]!, tail && !command.negated && !command.timed);
    return runPipeline(shell, command);
  };
  const result = command.negated ? tested(shell, run) : run();
  const reported = !command.timed
    ? result
    : chain(result, (status) => {
        reportTime(shell, shell.sys.now() - started, command.timed === 'portable');
        return chain(shell.flush(), () => status);
      });
  return chain(reported, (status) => {
    if (command.negated) return (shell.status = status === 0 ? 1 : 0);
    if (command.commands.length < 2) return (shell.status = status);
    return completed(shell, status);
  });
}

function reportTime(shell: Shell, elapsed: number, portable: boolean): void {
  if (portable) {
    shell.err(`real ${(elapsed / 1000).toFixed(2)}\nuser 0.00\nsys 0.00\n`);
    return;
  }
  const minutes = Math.floor(elapsed / 60_000);
  const seconds = ((elapsed % 60_000) / 1000).toFixed(3);
  shell.err(`\nreal\t${minutes}m${seconds}s\nuser\t0m0.000s\nsys\t0m0.000s\n`);
}

function runIf(shell: Shell, command: IfCommand, index: number, tail: boolean): MaybePromise<number> {
  const branch = command.branches[index];
  if (!branch) return command.otherwise ? execute(shell, command.otherwise, tail) : (shell.status = 0);
  const status = tested(shell, () => execute(shell, branch.test));
  return chain(status, (value) => {
    if (shell.unwinding) return value;
    return value === 0 ? execute(shell, branch.body, tail) : runIf(shell, command, index + 1, tail);
  });
}

/** Whether a loop goes on after its body, taking a `break` or `continue` meant for it. */
function loopGoesOn(shell: Shell): boolean {
  const { unwinding } = shell;
  if (!unwinding) return true;
  if (unwinding.kind !== BREAK && unwinding.kind !== CONTINUE) return false;
  if (unwinding.levels > 1) {
    unwinding.levels--;
    return false;
  }
  shell.unwinding = undefined;
  return unwinding.kind === CONTINUE;
}

function loop(shell: Shell, round: () => MaybePromise<boolean>, result: () => number): MaybePromise<number> {
  shell.loops++;
  const paced = (): MaybePromise<boolean> => {
    const pause = shell.sys.checkpoint();
    if (pause === undefined && shell.pendingSignals.length === 0 && !shell.interrupted) return round();
    return chain(pause, () => {
      if (shell.interrupted) throw new Interrupt();
      return chain(runPendingTraps(shell), round);
    });
  };
  const all = always(
    () => repeat(paced),
    () => {
      shell.loops--;
    },
  );
  return chain(all, () => (shell.status = result()));
}

function runLoop(shell: Shell, command: LoopCommand): MaybePromise<number> {
  let status = 0;
  const body = (value: number): MaybePromise<boolean> => {
    if (shell.unwinding) {
      // `break` in the condition itself.
      status = 0;
      return loopGoesOn(shell);
    }
    if ((value === 0) === command.until) return false;
    const result = execute(shell, command.body);
    if (typeof result !== 'number') {
      return result.then((answer) => {
        status = answer;
        return loopGoesOn(shell);
      });
    }
    status = result;
    return shell.unwinding === undefined || loopGoesOn(shell);
  };
  const round = (): MaybePromise<boolean> => {
    shell.testing++;
    let value: MaybePromise<number>;
    try {
      value = execute(shell, command.test);
    } catch (error) {
      shell.testing--;
      throw error;
    }
    if (typeof value === 'number') {
      shell.testing--;
      return body(value);
    }
    return value.finally(() => shell.testing--).then(body);
  };
  return loop(shell, round, () => status);
}

function runFor(shell: Shell, command: ForCommand): MaybePromise<number> {
  shell.line = command.line;
  return chain(command.words ? expandWords(shell, command.words) : shell.positional, (values) => {
    let status = 0;
    let index = 0;
    const round = (): MaybePromise<boolean> => {
      if (index >= values.length) return false;
      const words = command.words?.map(({ text }) => text) ?? ['"$@"'];
      const next = (): MaybePromise<boolean> => {
        shell.assign(command.name, values[index++]!);
        return chain(execute(shell, command.body), (value) => {
          status = value;
          return loopGoesOn(shell);
        });
      };
      const shown = traceHead(shell, `for ${command.name} in ${words.join(' ')}`);
      return shown ? shown.then(next) : next();
    };
    return loop(shell, round, () => status);
  });
}

function runArithmeticFor(shell: Shell, command: ArithmeticForCommand): MaybePromise<number> {
  shell.line = command.line;
  let status = 0;
  if (command.initialize) arithmetic(shell, expandDollars(shell, command.initialize), '((');
  const round = (): MaybePromise<boolean> => {
    if (command.test && arithmetic(shell, expandDollars(shell, command.test), '((') === '0') return false;
    return chain(execute(shell, command.body), (value) => {
      status = value;
      if (!loopGoesOn(shell)) return false;
      if (command.update) arithmetic(shell, expandDollars(shell, command.update), '((');
      return true;
    });
  };
  return loop(shell, round, () => status);
}

/** `$name` and `${name}` in the header of an arithmetic for. */
function expandDollars(shell: Shell, text: string): string {
  return text.replace(/\$\{?(#|\w+)\}?/g, (_, name: string) => shell.parameter(name) ?? '');
}

function runArithmetic(shell: Shell, command: Extract<Command, { kind: 'arithmetic' }>): MaybePromise<number> {
  shell.line = command.line;
  return chain(wordText(shell, command.word), (text) =>
    rescue(
      () => {
        const value = replaying(shell, () => effect(shell, () => arithmetic(shell, text, '((')));
        return chain(value, (number) => completed(shell, number === '0' ? 1 : 0));
      },
      (error) => {
        if (!(error instanceof ShellFailure)) throw error;
        shell.complain(error.message, error.command);
        return chain(shell.flush(), () => completed(shell, 1));
      },
    ),
  );
}

function runCase(shell: Shell, command: CaseCommand, tail: boolean): MaybePromise<number> {
  shell.line = command.line;
  const shown = traceHead(shell, `case ${command.word.text} in`);
  if (shown) return shown.then(() => runCases(shell, command, tail));
  return runCases(shell, command, tail);
}

function runCases(shell: Shell, command: CaseCommand, tail: boolean): MaybePromise<number> {
  const { items } = command;
  const fold = shell.shopt.has('nocasematch');
  return chain(wordText(shell, command.word), (value) => {
    const subject = fold ? value.toLowerCase() : value;
    const run = (index: number): MaybePromise<number> => {
      const item = items[index]!;
      const ends = item.terminator === ';;' || index === items.length - 1;
      return chain(execute(shell, item.body, tail && ends), (status) => {
        if (ends || shell.unwinding) return status;
        return item.terminator === ';&' ? run(index + 1) : test(index + 1, 0, status);
      });
    };
    const test = (index: number, pattern: number, status: number): MaybePromise<number> => {
      for (let at = index; at < items.length; at++) {
        const { patterns } = items[at]!;
        for (let which = at === index ? pattern : 0; which < patterns.length; which++) {
          const text = wordPattern(shell, patterns[which]!);
          if (typeof text !== 'string') {
            return text.then((ready) =>
              matches(ready, subject, shell.matching) ? run(at) : test(at, which + 1, status),
            );
          }
          if (matches(fold ? text.toLowerCase() : text, subject, shell.matching)) return run(at);
        }
      }
      return (shell.status = status);
    };
    return test(0, 0, 0);
  });
}

function runRedirected(shell: Shell, command: RedirectedCommand): MaybePromise<number> {
  shell.line = command.line;
  return rescue(
    () =>
      chain(redirect(shell, command.redirects), (made) =>
        always(
          () => execute(shell, command.command),
          () => made.undo(),
        ),
      ),
    (error) => {
      if (!(error instanceof RedirectFailure)) throw error;
      shell.complain(error.message);
      return chain(shell.flush(), () => completed(shell, shell.dialect.flavour === 'dash' ? 2 : 1));
    },
  );
}
