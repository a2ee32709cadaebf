import { isErrno } from '../../kernel/errno.ts';
import type { SystemCalls } from '../../kernel/system-calls.ts';
import type { Flavour } from './dialect.ts';
import { interpreter } from './interpreter.ts';
import { Shell } from './run/shell.ts';

const DEFAULT_PATH: Record<Flavour, string> = {
  busybox: '/sbin:/usr/sbin:/bin:/usr/bin',
  dash: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  bash: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};

/** A shell as it is before it reads its first command: variables from the environment and those it always sets. */
export function startShell(sys: SystemCalls, flavour: Flavour, name: string): Shell {
  const shell = new Shell(sys, flavour, name, interpreter);
  const { variables } = shell;
  for (const [key, value] of sys.env) {
    // Commands get what is no variable from bash as well as from busybox, which even keeps it among its own; dash drops it.
    if (flavour !== 'busybox' && !/^[A-Za-z_]\w*$/.test(key)) {
      if (flavour === 'bash') variables.handOn(key, value);
      continue;
    }
    variables.set(key, value);
    variables.export(key);
  }
  if (variables.get('PATH') === undefined) variables.set('PATH', DEFAULT_PATH[flavour]);
  variables.set('IFS', ' \t\n');
  variables.set('OPTIND', '1');
  variables.set('PPID', String(sys.ppid));
  if (flavour !== 'dash') {
    variables.set('SHLVL', String((Number(variables.get('SHLVL')) || 0) + 1));
    variables.export('SHLVL');
    fallback(shell, 'HOSTNAME', sys.uname().nodename);
  }
  if (flavour !== 'bash') {
    // busybox is built with fancy prompts: escapes are understood, and its own prompt uses them.
    const plain = sys.credentials().euid === 0 ? '# ' : '$ ';
    fallback(shell, 'PS1', flavour === 'busybox' ? '\\w \\$ ' : plain);
    fallback(shell, 'PS2', '> ');
    fallback(shell, 'PS4', '+ ');
  } else {
    fallback(shell, 'PS4', '+ ');
    startBash(shell);
  }
  setWorkingDirectory(shell);
  return shell;
}

function fallback(shell: Shell, name: string, value: string): void {
  if (shell.variables.get(name) === undefined) shell.variables.set(name, value);
}

function startBash(shell: Shell): void {
  const { variables, sys } = shell;
  variables.set('BASH_VERSION', '5.2.15(1)-release');
  variables.set('BASH', '/bin/bash');
  variables.set('HOSTTYPE', sys.uname().machine);
  variables.set('OSTYPE', 'linux-gnu');
  variables.set('MACHTYPE', `${sys.uname().machine}-pc-linux-gnu`);
  const identity = sys.credentials();
  for (const [name, value] of [
    ['UID', identity.uid],
    ['EUID', identity.euid],
  ] as const) {
    variables.unset(name);
    variables.set(name, String(value)).readonly = true;
  }
  const version = variables.declare('BASH_VERSINFO');
  version.array = new Map(
    ['5', '2', '15', '1', 'release', 'x86_64-pc-linux-gnu'].map((text, index) => [String(index), text]),
  );
}

/** PWD from the environment is kept when it is a name of the working directory. */
function setWorkingDirectory(shell: Shell): void {
  const { variables, sys } = shell;
  const given = variables.get('PWD');
  const real = sys.cwd();
  let current = real;
  try {
    if (given?.startsWith('/') && sys.realpath(given) === real) current = given;
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  variables.set('PWD', current);
  variables.export('PWD');
  if (shell.dialect.bash && variables.lookup('OLDPWD') === undefined) variables.declare('OLDPWD').exported = true;
}
