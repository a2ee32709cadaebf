import type { MaybePromise, Program } from '../../kernel/program.ts';
import { COMMANDS } from './commands.ts';
import { ABSENT_APPLETS } from './common/absent-applets.ts';
import type { Command, Flavour } from './common/context.ts';
import { Exit, runCommand } from './common/context.ts';
import { basename } from './common/paths.ts';
import { BUSYBOX_BANNER } from './common/usage.ts';

/** Commands by flavour: what only GNU systems have, and what only busybox has, is left out of the other. */
function commandFor(name: string, flavour: Flavour): Command | undefined {
  if (!Object.hasOwn(COMMANDS, name)) return undefined;
  const entry = COMMANDS[name]!;
  if (typeof entry === 'function') return entry;
  return entry.only === undefined || entry.only === flavour ? entry.command : undefined;
}

/** The names busybox answers to, besides its shells. */
export function appletNames(): string[] {
  return [...Object.keys(COMMANDS).filter((name) => commandFor(name, 'busybox')), ...extraApplets.keys()].sort();
}

/** The names of the GNU commands. */
export function gnuCommandNames(): string[] {
  return Object.keys(COMMANDS)
    .filter((name) => commandFor(name, 'gnu'))
    .sort();
}

/** Applets that live in other folders of the userland (the shell, networking): registered by the program table. */
export const extraApplets = new Map<string, () => MaybePromise<Program>>();

/** The multi-call binary: the applet is argv[0]'s last part, or the first argument of `busybox`. */
export const busyboxProgram: Program = {
  name: 'busybox',
  main(sys) {
    const [first = 'busybox', ...args] = sys.argv;
    const called = basename(first).replace(/^-/, '');
    if (called !== 'busybox' && called !== 'busybox.static') return runApplet(called, args);
    const [applet, ...rest] = args;
    if (applet === undefined || applet === '--help') return about();
    if (applet === '--list') return list('');
    if (applet === '--list-full') return list('bin/');
    if (applet.startsWith('--')) return runApplet(applet, rest);
    return runApplet(applet, rest);

    function runApplet(applet: string, rest: string[]): ReturnType<Program['main']> {
      const elsewhere = extraApplets.get(applet);
      if (elsewhere) {
        const same = sys.argv[0] !== undefined && basename(sys.argv[0]).replace(/^-/, '') === applet;
        const run = (program: Program) => program.main(same ? sys : withArguments(sys, [applet, ...rest]));
        const program = elsewhere();
        return program instanceof Promise ? program.then(run) : run(program);
      }
      const command = commandFor(applet, 'busybox');
      if (command) return runCommand(command, sys, applet, rest, 'busybox');
      return runCommand(
        (context) => {
          const isAbsent = ABSENT_APPLETS.has(applet);
          context.out.text(isAbsent ? `drydock: not simulated: ${applet}\n` : `${applet}: applet not found\n`, 2);
          throw new Exit(isAbsent ? 1 : 127);
        },
        sys,
        applet,
        [],
        'busybox',
      );
    }
    function list(prefix: string): ReturnType<Program['main']> {
      return say(
        appletNames()
          .map((name) => `${prefix}${name}\n`)
          .join(''),
      );
    }
    function about(): ReturnType<Program['main']> {
      return say(
        `${BUSYBOX_BANNER}\n\nUsage: busybox [function [arguments]...]\n   or: busybox --list[-full]\n` +
          `   or: function [arguments]...\n\nCurrently defined functions:\n\t${appletNames().join(', ')}\n`,
      );
    }
    function say(text: string): ReturnType<Program['main']> {
      const command: Command = (context) => {
        context.print(text);
        return 0;
      };
      return runCommand(command, sys, 'busybox', [], 'busybox');
    }
  },
};

/** The same process's calls under other arguments. */
function withArguments(sys: Parameters<Program['main']>[0], argv: string[]): Parameters<Program['main']>[0] {
  return new Proxy(sys, {
    get(target, key) {
      if (key === 'argv') return argv;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** A GNU command as a program of its own; undefined when there is none of that name. */
export function gnuProgram(name: string): Program | undefined {
  const command = commandFor(name, 'gnu');
  if (!command) return undefined;
  return {
    name: `coreutils/${name}`,
    main: (sys) => runCommand(command, sys, sys.argv[0] ?? name, sys.argv.slice(1), 'gnu'),
  };
}
