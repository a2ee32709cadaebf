import { isErrno } from '../../kernel/errno.ts';
import type { SystemCalls } from '../../kernel/program.ts';
import { linuxErrno } from './errno.ts';
import type { Installation } from './installation.ts';

/** Options of `python3` that take no further argument. */
const FLAGS = 'bBdEiIOPqRsSuvVx';

/** What the command line means for the process around CPython, which reads it again itself. */
export type CommandLine =
  | { readonly output: string; readonly fd: 1 | 2; readonly status: number }
  | { readonly argv: readonly string[]; readonly banner: string };

/**
 * `--version` is answered here, because the version is the installation's; so is the greeting of an interactive session
 * (Modules/main.c, pymain_header), which CPython is then told to leave out.
 */
export function commandLine(sys: SystemCalls, installation: Installation): CommandLine {
  const args = sys.argv.slice(1);
  let interactive = true;
  let quiet = false;
  for (const [index, arg] of args.entries()) {
    if (arg === '--version') return shown(`Python ${installation.version}\n`);
    if (!arg.startsWith('-') || arg === '-') {
      const missing = arg === '-' ? undefined : unreadable(sys, arg);
      if (missing !== undefined) return missing;
      interactive = false;
      break;
    }
    if (arg.startsWith('--')) continue;
    const letters = [...arg.slice(1)];
    const last = letters.findIndex((letter) => !FLAGS.includes(letter));
    const flags = last < 0 ? letters : letters.slice(0, last);
    if (flags.filter((letter) => letter === 'V').length > 1) return shown(`Python ${longVersion(installation)}\n`);
    if (flags.includes('V')) return shown(`Python ${installation.version}\n`);
    quiet ||= flags.includes('q');
    if (letters[last] === 'c' || letters[last] === 'm') {
      interactive = false;
      break;
    }
    if ((letters[last] === 'W' || letters[last] === 'X') && last === letters.length - 1) args[index + 1] ??= '';
  }
  const greets = interactive && sys.isatty(0) && !quiet;
  const banner = greets
    ? `Python ${longVersion(installation)} on linux\nType "help", "copyright", "credits" or "license" for more information.\n`
    : '';
  return { argv: [sys.argv[0] ?? 'python3', ...(greets ? ['-q'] : []), ...args], banner };
}

const shown = (output: string) => ({ output, fd: 1, status: 0 }) as const;

/** A script that cannot be opened, in CPython's words (Modules/main.c): its own would show Emscripten's error number. */
function unreadable(sys: SystemCalls, script: string): CommandLine | undefined {
  try {
    sys.close(sys.open(script, { read: true }));
    return undefined;
  } catch (error) {
    if (!isErrno(error)) throw error;
    // Joined as _Py_abspath() does: two slashes when the working directory is the root.
    const path = script.startsWith('/') ? script : `${sys.cwd()}/${script}`;
    const output = `${sys.argv[0]}: can't open file '${path}': [Errno ${linuxErrno(error.code)}] ${error.message}\n`;
    return { output, fd: 2, status: 2 };
  }
}

/** sys.version: the image's release and build, as the official images print it. */
export function longVersion({ version }: Installation): string {
  return `${version} (main, Nov  4 2025, 04:35:07) [GCC 14.2.0]`;
}
