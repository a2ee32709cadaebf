import { executableBytes } from '../../../kernel/executable.ts';
import type { SystemCalls } from '../../../kernel/program.ts';
import { gnuCommandNames } from '../../commands/registry.ts';
import { networkPrograms } from '../../network/programs.ts';
import { serverPrograms } from '../../servers/programs.ts';

/** Programs by the name of the command that runs them, where it is not the GNU command of that name. */
const OWN: Readonly<Record<string, string>> = {
  bash: 'bash',
  dash: 'dash',
  node: 'node',
  nodejs: 'node',
  npm: 'npm',
  npx: 'npx',
  yarn: 'yarn',
  yarnpkg: 'yarn',
  go: 'go',
  gcc: 'gcc',
  cc: 'gcc',
  pip: 'pip',
  pip3: 'pip',
};

let known: ReadonlySet<string> | undefined;

/** The built-in program a package's command runs; one that says it is not simulated where there is none. */
export function programOf(command: string): string {
  if (Object.hasOwn(OWN, command)) return OWN[command]!;
  if (Object.hasOwn(serverPrograms, command)) return command;
  if (/^python(3(\.\d+)?)?$/.test(command)) return 'python3';
  known ??= new Set(gnuCommandNames());
  return known.has(command) || Object.hasOwn(networkPrograms, `gnu/${command}`)
    ? `gnu/${command}`
    : `not-simulated/${command}`;
}

/** Root's, whoever starts them. */
const SET_USER_ID = new Set(['sudo']);

/** Lays down an executable for the command a path is named after, claiming `size` bytes. */
export function writeCommand(sys: SystemCalls, path: string, size: number): void {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const mode = SET_USER_ID.has(name) ? 0o4755 : 0o755;
  const bytes = executableBytes(programOf(name));
  if (sys.exists(path)) sys.unlink(path);
  sys.writeFile(path, bytes, { mode, size: Math.max(size, bytes.length) });
  sys.chmod(path, mode);
}
