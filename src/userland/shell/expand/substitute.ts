import type { MaybePromise } from '../../../kernel/program.ts';
import { decode, rejoin } from '../../../kernel/text.ts';
import { SyntaxFailure } from '../grammar/failure.ts';
import type { Command, Script } from '../grammar/tree.ts';
import { endShell } from '../run/end.ts';
import { childDescriptors, forkShell } from '../run/fork.ts';
import { statusOf } from '../run/jobs.ts';
import type { Shell } from '../run/shell.ts';
import { asShellError } from '../run/source.ts';
import { chain } from '../run/waiting.ts';
import { effect } from './replay.ts';

interface Result {
  readonly text: string;
  readonly status: number;
}

/** Command substitution: the output without trailing newlines. */
export function substitute(shell: Shell, script: Script): string {
  const { text, status } = effect(shell, () => run(shell, script));
  shell.substitutionStatus = status;
  if (shell.dialect.bash) shell.status = status;
  return text;
}

function run(shell: Shell, script: Script): MaybePromise<Result> {
  let tree: Command | undefined;
  try {
    tree = script.tree();
  } catch (error) {
    throw error instanceof SyntaxFailure ? asShellError(shell, error) : error;
  }
  if (!tree) return { text: '', status: 0 };
  const file = readsFile(tree, shell);
  if (file) tree = file;
  return harmless(shell, tree, new Set()) ? inProcess(shell, tree) : inChild(shell, tree);
}

/** bash: `$(<file)`. */
function readsFile(tree: Command, shell: Shell): Command | undefined {
  if (!shell.dialect.bash || tree.kind !== 'simple' || tree.words.length > 0 || tree.assignments.length > 0)
    return undefined;
  if (tree.redirects.length !== 1 || tree.redirects[0]!.operator !== '<') return undefined;
  const cat = {
    kind: 'word',
    parts: [{ kind: 'literal', value: 'cat', quoted: true }],
    literal: 'cat',
    effects: false,
    text: 'cat',
  } as const;
  return { ...tree, words: [cat] };
}

function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 10) end--;
  const cut = end === text.length ? text : text.slice(0, end);
  return cut.includes('\0') ? cut.replaceAll('\0', '') : cut;
}

/** On a clone of the shell, output into a buffer: what a fork would do, without the fork. */
function inProcess(shell: Shell, tree: Command): MaybePromise<Result> {
  const child = shell.clone();
  child.capture = [];
  const output = child.capture;
  prepare(child);
  child.traps = new Map();
  return chain(
    endShell(child, () => child.interpreter.execute(child, tree)),
    (status) => ({ text: trimmed(rejoin(output.join(''))), status }),
  );
}

function prepare(child: Shell): void {
  child.loops = 0;
  child.substitutions++;
  if (child.dialect.extended && !child.options.posix) {
    child.options.errexit = false;
  } else child.testing = 0;
}

async function inChild(shell: Shell, tree: Command): Promise<Result> {
  const { sys } = shell;
  const [read, write] = sys.pipe();
  const pid = forkShell(
    shell,
    (child) => {
      prepare(child);
      return child.interpreter.execute(child, tree, true);
    },
    { fds: childDescriptors(shell, [[1, write]], [read, write]) },
  );
  sys.close(write);
  const text = decode(await sys.readAll(read));
  sys.close(read);
  const result = await sys.wait(pid);
  return { text: trimmed(text), status: result ? statusOf(result) : 0 };
}

/** Builtins whose effects all stay in the shell's variables, so that a clone holds them. */
const PURE = new Set(
  (
    '. : [ [[ alias basename break command continue declare dirname echo eval exit export expr false getopts hash let local ' +
    'printf pwd read readonly return set shift test true type typeset unset'
  ).split(' '),
);
for (const name of ['.', 'eval', 'read', 'command']) PURE.delete(name);

/**
 * Whether a command can run on a clone in this process: only builtins, functions of such, and single external commands,
 * and nothing that touches the process itself (descriptors, directory, signals, children).
 */
function harmless(shell: Shell, command: Command, seen: Set<Command>): boolean {
  if (seen.has(command)) return true;
  seen.add(command);
  const all = (list: readonly Command[]): boolean => list.every((each) => harmless(shell, each, seen));
  switch (command.kind) {
    case 'simple': {
      if (
        command.redirects.some(
          (redirect) =>
            redirect.operator !== '<' &&
            redirect.operator !== '<<' &&
            redirect.operator !== '<<<' &&
            !(redirect.fd === 2 && redirect.operator === '>'),
        )
      ) {
        return false;
      }
      const [first] = command.words;
      if (!first) return true;
      const name = first.literal;
      if (name === undefined) return false;
      const definition = shell.functions.get(name);
      if (definition) return harmless(shell, definition.body, seen);
      if (shell.interpreter.findBuiltin(shell, name)) return PURE.has(name);
      return true;
    }
    case 'list':
      return command.items.every((item) => !item.background && harmless(shell, item.command, seen));
    case 'andor':
      return all(command.commands);
    case 'pipeline':
      return command.commands.length < 2 && all(command.commands);
    case 'group':
      return harmless(shell, command.body, seen);
    case 'if':
      return (
        command.branches.every((branch) => harmless(shell, branch.test, seen) && harmless(shell, branch.body, seen)) &&
        (!command.otherwise || harmless(shell, command.otherwise, seen))
      );
    case 'loop':
      return harmless(shell, command.test, seen) && harmless(shell, command.body, seen);
    case 'for':
      return !command.select && harmless(shell, command.body, seen);
    case 'arithmeticFor':
      return harmless(shell, command.body, seen);
    case 'case':
      return command.items.every((item) => harmless(shell, item.body, seen));
    case 'test':
    case 'arithmetic':
      return true;
    default:
      return false;
  }
}

/** bash's `<(…)` and `>(…)`: the /dev/fd name of a pipe whose other end a child holds. */
export function processSubstitution(shell: Shell, script: Script, direction: '<' | '>'): string {
  const { sys } = shell;
  const [read, write] = sys.pipe();
  const [ours, theirs] = direction === '<' ? [read, write] : [write, read];
  const tree = script.tree();
  forkShell(shell, (child) => (tree ? child.interpreter.execute(child, tree, true) : 0), {
    fds: childDescriptors(shell, [[direction === '<' ? 1 : 0, theirs]], [read, write]),
  });
  sys.close(theirs);
  return `/dev/fd/${ours}`;
}
