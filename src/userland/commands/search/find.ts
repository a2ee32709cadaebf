import type { Stat } from '../../../kernel/fs/types.ts';
import { AccountNames } from '../common/accounts.ts';
import { type Command, type Context, reason } from '../common/context.ts';
import { join } from '../common/paths.ts';
import { versionLine } from '../common/version.ts';
import { FindParser, type Test } from './find-expression.ts';

/** A file find has come to. */
export interface Found {
  readonly path: string;
  readonly depth: number;
  /** The starting point it was found under. */
  readonly start: string;
  readonly stat: Stat;
  prune: boolean;
}

/** What an expression sees of the run it is in. */
export interface FindRun {
  readonly context: Context;
  readonly names: AccountNames;
  readonly now: number;
  minDepth: number;
  maxDepth: number;
  depthFirst: boolean;
  oneFileSystem: boolean;
  follow: 'P' | 'L' | 'H';
  quit: boolean;
  /** Run at the end: what `-exec … +` still holds. */
  readonly atEnd: (() => Promise<void>)[];
}

/** find(1) */
export const find: Command = async (context) => {
  if (context.gnu && /^--?version$/.test(context.args[0] ?? '')) {
    context.print(`${versionLine(context)}\n`);
    return 0;
  }
  const run: FindRun = {
    context,
    names: new AccountNames(context.sys),
    now: context.sys.now(),
    minDepth: 0,
    maxDepth: Number.POSITIVE_INFINITY,
    depthFirst: false,
    oneFileSystem: false,
    follow: 'P',
    quit: false,
    atEnd: [],
  };
  const args = [...context.args];
  while (/^-[HLP]$/.test(args[0] ?? '')) run.follow = args.shift()![1] as 'P' | 'L' | 'H';
  const paths: string[] = [];
  while (args.length > 0 && !/^(-.+|!|\(|\)|,)$/.test(args[0]!)) paths.push(args.shift()!);
  const expression = new FindParser(run, args).parse();
  for (const path of paths.length > 0 ? paths : ['.']) {
    const stat = statOf(run, path, true);
    if (stat) await walk(run, expression, { path, depth: 0, start: path, stat, prune: false }, stat.dev);
    if (run.quit) break;
  }
  for (const finish of run.atEnd) await finish();
};

function statOf(run: FindRun, path: string, top: boolean): Stat | undefined {
  const { sys } = run.context;
  try {
    const follow = run.follow === 'L' || (run.follow === 'H' && top);
    return follow && sys.exists(path) ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    complain(run, path, error);
    return undefined;
  }
}

async function walk(run: FindRun, expression: Test, file: Found, device: number): Promise<void> {
  const { sys } = run.context;
  const visit = async (): Promise<void> => {
    if (file.depth < run.minDepth) return;
    const result = expression(file);
    if (result instanceof Promise) await result;
  };
  if (!run.depthFirst) await visit();
  if (run.quit) return;
  const enter =
    file.stat.kind === 'directory' &&
    file.depth < run.maxDepth &&
    !(file.prune && !run.depthFirst) &&
    !(run.oneFileSystem && file.stat.dev !== device);
  if (enter) {
    let names: string[] = [];
    try {
      names = sys.readdir(file.path).map(({ name }) => name);
    } catch (error) {
      complain(run, file.path, error);
    }
    for (const name of names) {
      const path = join(file.path, name);
      const stat = statOf(run, path, false);
      if (!stat) continue;
      await walk(run, expression, { path, depth: file.depth + 1, start: file.start, stat, prune: false }, device);
      if (run.quit) return;
    }
    const waiting = run.context.out.drain() ?? sys.checkpoint();
    if (waiting) await waiting;
  }
  if (run.depthFirst) await visit();
}

function complain(run: FindRun, path: string, error: unknown): void {
  run.context.fail(`${run.context.gnu ? `'${path}'` : path}: ${reason(error)}`);
}
