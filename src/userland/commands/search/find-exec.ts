import { confirm } from '../common/confirm.ts';
import { type Context, Exit } from '../common/context.ts';
import { basename, dirname } from '../common/paths.ts';
import { runChild } from '../process/child.ts';
import type { FindRun } from './find.ts';
import type { Test } from './find-expression.ts';

/** Reads what follows -exec; answers the action and how many words it took. */
export function executor(run: FindRun, name: string, words: string[]): [Test, number] {
  const { context } = run;
  const end = words.findIndex((word, at) => word === ';' || (word === '+' && words[at - 1] === '{}'));
  if (end < 0) {
    throw new Exit(1, context.gnu ? `missing argument to \`${name}'` : `${name} requires an argument`);
  }
  const command = words.slice(0, end);
  if (command.length === 0) throw new Exit(1, `invalid argument \`;' to \`${name}'`);
  if (words[end] === '+') return [batch(run, command.slice(0, -1)), end + 1];
  const inDirectory = name === '-execdir';
  return [
    async ({ path }) => {
      const shown = inDirectory ? `./${basename(path)}` : path;
      const argv = command.map((word) => word.replaceAll('{}', shown));
      if (name === '-ok' && !(await ask(context, argv))) return false;
      return (await runChild(context, argv, inDirectory ? { cwd: dirname(path) } : {})) === 0;
    },
    end + 1,
  ];
}

function ask(context: Context, argv: string[]): Promise<boolean> {
  return confirm(context, context.gnu ? `< ${argv[0]} ... ${argv.at(-1)} > ? ` : `${argv.join(' ')} ?`, false);
}

const MOST = 128 * 1024;

/** `-exec command {} +`: many paths per run. */
function batch(run: FindRun, command: string[]): Test {
  let paths: string[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    if (paths.length === 0) return;
    const argv = [...command, ...paths];
    paths = [];
    size = 0;
    if ((await runChild(run.context, argv)) !== 0) run.context.status = 1;
  };
  run.atEnd.push(flush);
  return ({ path }) => {
    paths.push(path);
    size += path.length + 1;
    return size > MOST ? flush().then(() => true) : true;
  };
}
