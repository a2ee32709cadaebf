import type { Shell } from '../run/shell.ts';
import { badName, fail, isName } from './builtin.ts';

/** POSIX getopts, with what each shell does to OPTIND and OPTARG on the way. */
export function getopts(shell: Shell, argv: string[]): number {
  const [, spec, name, ...given] = argv;
  const { flavour } = shell.dialect;
  if (spec === undefined || name === undefined) {
    if (flavour === 'bash') {
      shell.err('getopts: usage: getopts optstring name [arg ...]\n');
      return 2;
    }
    fail(
      shell,
      'getopts',
      flavour === 'dash' ? 'Usage: getopts optstring var [arg...]' : 'usage: getopts optstring var [arg]',
    );
  }
  const args = given.length > 0 ? given : shell.positional;
  const silent = spec.startsWith(':');
  let index = Math.max(1, Number(shell.variables.get('OPTIND') ?? 1) || 1);
  let offset = shell.optionOffset;
  if (offset > 0 && flavour !== 'bash') index--;
  const finish = (letter: string, argument: string | undefined, status: number): number => {
    // dash and busybox have taken the whole argument as soon as it looks into it.
    shell.assign('OPTIND', String(flavour !== 'bash' && offset > 0 ? index + 1 : index));
    shell.optionOffset = offset;
    if (argument === undefined) shell.variables.unset('OPTARG');
    else shell.assign('OPTARG', argument);
    if (!isName(name)) badName(shell, 'getopts', name);
    shell.assign(name, letter);
    return status;
  };
  const current = args[index - 1];
  if (offset === 0) {
    if (current === undefined || !/^-./.test(current)) return finish('?', undefined, 1);
    if (current === '--') {
      index++;
      return finish('?', undefined, 1);
    }
    offset = 1;
  }
  const letter = current![offset]!;
  offset++;
  const last = offset >= current!.length;
  const at = letter === ':' ? -1 : spec.indexOf(letter, silent ? 1 : 0);
  const advance = (): void => {
    index++;
    offset = 0;
  };
  if (at < 0) {
    if (last) advance();
    if (silent) return finish('?', letter, 0);
    complain(shell, flavour === 'bash' ? `illegal option -- ${letter}` : `Illegal option -${letter}`);
    return finish('?', undefined, 0);
  }
  if (spec[at + 1] !== ':') {
    if (last) advance();
    return finish(letter, flavour === 'bash' ? undefined : '', 0);
  }
  if (!last) {
    const argument = current!.slice(offset);
    advance();
    return finish(letter, argument, 0);
  }
  advance();
  const argument = args[index - 1];
  if (argument === undefined) {
    if (silent) return finish(':', letter, 0);
    complain(shell, flavour === 'bash' ? `option requires an argument -- ${letter}` : `No arg for -${letter} option`);
    return finish('?', undefined, 0);
  }
  index++;
  return finish(letter, argument, 0);
}

function complain(shell: Shell, message: string): void {
  if (shell.dialect.bash) shell.err(`${shell.name}: ${message}\n`);
  else shell.err(`${message}\n`);
}
