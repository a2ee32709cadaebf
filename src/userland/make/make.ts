import type { Command, Context } from '../commands/common/context.ts';
import { parseOptions } from '../commands/common/options.ts';
import { packageVersion } from '../packages/common/package-version.ts';
import { Builder } from './build.ts';
import { Expander, words } from './expand.ts';
import { MakeError, Makefile } from './makefile.ts';
import { Reader } from './read.ts';

/** make(1) */
export const make: Command = async (context) => {
  const options = parseOptions(context, 'f:C:nskBij::qwtRrl::I:o:dv', {
    status: 2,
    long: {
      file: 'f',
      makefile: 'f',
      directory: 'C',
      'dry-run': 'n',
      'just-print': 'n',
      silent: 's',
      quiet: 's',
      'keep-going': 'k',
      'always-make': 'B',
      'ignore-errors': 'i',
      jobs: 'j',
      question: 'q',
      'print-directory': 'w',
      'no-print-directory': 'no-print-directory',
      version: 'v',
    },
  });
  const { sys } = context;
  if (options.has('v')) {
    context.print(`GNU Make ${packageVersion(sys, 'make') ?? '4.3'}\n`);
    return 0;
  }
  const level = Number(sys.env.get('MAKELEVEL') ?? 0);
  const name = `make${level > 0 ? `[${level}]` : ''}`;
  const say = (message: string): void => context.out.text(`${name}: ${message}\n`, 2);
  const directories = options.all('C');
  for (const directory of directories) {
    try {
      sys.chdir(directory);
    } catch (error) {
      say(`*** ${directory}: ${(error as Error).message}.  Stop.`);
      return 2;
    }
  }
  const inherited = sys.env.get('MAKEFLAGS') ?? '';
  const flag = (letter: string): boolean =>
    options.has(letter) || words(inherited).some((word) => !word.startsWith('--') && word.includes(letter));
  const tellsDirectory =
    (directories.length > 0 || level > 0 || options.has('w')) &&
    !options.has('no-print-directory') &&
    !inherited.includes('--no-print-directory') &&
    !flag('s');
  if (tellsDirectory) context.print(`${name}: Entering directory '${sys.cwd()}'\n`);
  const status = await run();
  if (tellsDirectory) context.print(`${name}: Leaving directory '${sys.cwd()}'\n`);
  return status;

  async function run(): Promise<number> {
    const makefile = new Makefile();
    const goals = prepare(context, makefile, options.operands);
    const letters = ['n', 's', 'k', 'i', 'B'].filter(flag).join('');
    const quietly = options.has('no-print-directory') || inherited.includes('--no-print-directory');
    sys.env.set('MAKEFLAGS', quietly ? `${letters} --no-print-directory` : letters);
    sys.env.set('MAKELEVEL', String(level + 1));
    const expander = new Expander(context, makefile);
    try {
      const files = options.all('f');
      if (files.length === 0)
        files.push(...['GNUmakefile', 'makefile', 'Makefile'].filter((each) => sys.exists(each)).slice(0, 1));
      for (const file of files) {
        if (!sys.exists(file)) {
          say(`${file}: No such file or directory`);
          say(`*** No rule to make target '${file}'.  Stop.`);
          return 2;
        }
        await new Reader(context, makefile, expander).read(file);
      }
      const chosen = makefile.variables.get('.DEFAULT_GOAL')?.value || makefile.firstTarget;
      if (goals.length === 0) {
        if (chosen === undefined) {
          say(files.length > 0 ? '*** No targets.  Stop.' : '*** No targets specified and no makefile found.  Stop.');
          return 2;
        }
        goals.push(chosen);
      }
      const builder = new Builder(
        context,
        makefile,
        expander,
        {
          dryRun: flag('n'),
          silent: flag('s'),
          keepGoing: flag('k'),
          ignoreErrors: flag('i'),
          always: flag('B'),
          question: options.has('q'),
        },
        name,
      );
      for (const goal of goals) await builder.goal(goal);
      return builder.failed ? 2 : 0;
    } catch (error) {
      if (error instanceof MakeError) {
        if (error.text) context.out.text(`${error.text}\n`, 2);
        return options.has('q') ? 1 : 2;
      }
      const missing = (error as { missing?: string }).missing;
      if (missing === undefined) throw error;
      say(`*** No rule to make target '${missing}'.  Stop.`);
      return 2;
    }
  }
};

/** Variables of make itself, the environment and the command line; answers the goals. */
function prepare(context: Context, makefile: Makefile, operands: readonly string[]): string[] {
  const { sys } = context;
  const defaults = {
    MAKE: 'make',
    CC: 'cc',
    CXX: 'g++',
    RM: 'rm -f',
    SHELL: '/bin/sh',
    AR: 'ar',
    MAKELEVEL: sys.env.get('MAKELEVEL') ?? '0',
    CURDIR: sys.cwd(),
  };
  for (const [name, value] of Object.entries(defaults))
    makefile.variables.set(name, { value, recursive: false, origin: 'default' });
  for (const [name, value] of sys.env)
    if (name !== 'SHELL' && name !== 'MAKEFLAGS' && name !== 'MAKELEVEL')
      makefile.variables.set(name, { value, recursive: true, origin: 'environment' });
  const goals: string[] = [];
  for (const operand of operands) {
    const assignment = /^([^=:?+]+?)(:?:?=)(.*)$/s.exec(operand);
    if (!assignment) goals.push(operand);
    else
      makefile.variables.set(assignment[1]!, {
        value: assignment[3]!,
        recursive: assignment[2] === '=',
        origin: 'command line',
      });
  }
  makefile.variables.set('MAKECMDGOALS', { value: goals.join(' '), recursive: false, origin: 'default' });
  return goals;
}
