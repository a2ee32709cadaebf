import { isErrno } from '../../../kernel/errno.ts';
import type { Shell } from '../run/shell.ts';
import { type Builtins, fail, options } from './builtin.ts';

/** Takes `.` and `..` out of an absolute path by its text alone, as `cd -L` does. */
function logical(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function currentDirectory(shell: Shell): string {
  const known = shell.variables.get('PWD');
  let real: string;
  try {
    real = shell.sys.cwd();
  } catch {
    // The directory is gone: only its name is left.
    return known ?? '/';
  }
  if (!known?.startsWith('/') || known === real) return real;
  try {
    return shell.sys.realpath(known) === real ? known : real;
  } catch {
    return real;
  }
}

function change(shell: Shell, target: string, physical: boolean): void {
  const here = currentDirectory(shell);
  let path = target.startsWith('/') ? target : `${here}/${target}`;
  if (!physical) path = logical(path);
  shell.sys.chdir(path);
  if (!shell.dialect.bash) shell.commands.directoryChanged();
  shell.assign('OLDPWD', here);
  shell.assign('PWD', physical ? shell.sys.cwd() : path);
  shell.variables.export('OLDPWD');
  shell.variables.export('PWD');
}

function changeDirectory(shell: Shell, argv: string[]): number {
  const { letters, rest } = options(shell, argv, 'LPe@');
  let target = rest[0];
  let show = false;
  if (rest.length > 1 && shell.dialect.bash) fail(shell, 'cd', 'too many arguments');
  if (target === undefined) {
    target = shell.variables.get('HOME') ?? '';
    if (target === '' && shell.dialect.bash) fail(shell, 'cd', 'HOME not set');
    if (target === '') return 0;
  } else if (target === '-') {
    const before = shell.variables.get('OLDPWD');
    if (before === undefined && shell.dialect.bash) fail(shell, 'cd', 'OLDPWD not set');
    target = before ?? shell.sys.cwd();
    show = true;
  }
  const candidates: [string, boolean][] = [];
  if (!/^\.{0,2}(\/|$)/.test(target)) {
    for (const directory of (shell.variables.get('CDPATH') ?? '').split(':')) {
      if (directory) candidates.push([`${directory.replace(/\/$/, '')}/${target}`, true]);
    }
  }
  candidates.push([target, show]);
  for (const [path, shown] of candidates) {
    try {
      change(shell, path === '' ? '.' : path, letters.has('P'));
      if (shown) shell.out(`${shell.variables.get('PWD')}\n`);
      return 0;
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (path !== target) continue;
      if (shell.dialect.bash) fail(shell, 'cd', `${target}: ${error.message}`);
      fail(shell, 'cd', `can't cd to ${target}${shell.dialect.flavour === 'busybox' ? `: ${error.message}` : ''}`);
    }
  }
  return 1;
}

function showStack(shell: Shell): void {
  const home = shell.variables.get('HOME');
  const short = (path: string): string =>
    home && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path;
  shell.out(`${[currentDirectory(shell), ...shell.directoryStack].map(short).join(' ')}\n`);
}

export const directoryBuiltins: Builtins = {
  cd: { run: changeDirectory },
  chdir: { run: changeDirectory },
  pwd: {
    run(shell, argv) {
      const { letters } = options(shell, argv, 'LP');
      shell.out(`${letters.has('P') ? shell.sys.cwd() : currentDirectory(shell)}\n`);
      return 0;
    },
  },
};

/** bash's directory stack. */
export const stackBuiltins: Builtins = {
  pushd: {
    run(shell, argv) {
      const here = currentDirectory(shell);
      const target = argv[1] ?? shell.directoryStack.shift();
      if (target === undefined) fail(shell, 'pushd', 'no other directory');
      try {
        change(shell, target, false);
      } catch (error) {
        if (isErrno(error)) fail(shell, 'pushd', `${target}: ${error.message}`);
        throw error;
      }
      shell.directoryStack.unshift(here);
      showStack(shell);
      return 0;
    },
  },
  popd: {
    run(shell) {
      const target = shell.directoryStack.shift();
      if (target === undefined) fail(shell, 'popd', 'directory stack empty');
      change(shell, target, false);
      showStack(shell);
      return 0;
    },
  },
  dirs: {
    run(shell) {
      showStack(shell);
      return 0;
    },
  },
};
