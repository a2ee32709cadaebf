import type { MaybePromise } from '../../kernel/program.ts';
import { wordText } from './expand/expand.ts';
import { textWord } from './grammar/parse.ts';
import { loadParser } from './grammar/parser.ts';
import type { Shell } from './run/shell.ts';
import { chain } from './run/waiting.ts';

/** The text of PS1 or PS2: parameters are expanded; busybox and bash know backslash escapes too. */
export function promptText(shell: Shell, source: string): MaybePromise<string> {
  const text = shell.dialect.flavour === 'dash' ? source : escapes(shell, source);
  // A dollar sign before a blank is one.
  if (!/\$\S|[`\\]/.test(text)) return text;
  const { status } = shell;
  return chain(loadParser(), () =>
    chain(wordText(shell, textWord(text, shell.dialect, shell.aliases)), (value) => {
      shell.status = status;
      return value;
    }),
  );
}

function escapes(shell: Shell, source: string): string {
  // What a name stands for must not be expanded again.
  const plain = (text: string): string => text.replace(/[$`\\]/g, '\\$&');
  return source.replace(/\\(\[|\]|[0-7]{1,3}|D\{[^}]*\}|[\s\S])/g, (_, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    return plain(special(shell, code));
  });
}

function special(shell: Shell, code: string): string {
  const { sys, variables } = shell;
  const home = variables.get('HOME') ?? '';
  const cwd = variables.get('PWD') ?? '/';
  const host = sys.uname().nodename;
  const now = new Date(sys.now());
  switch (code[0]) {
    case 'u':
      return userName(shell);
    case 'h':
      return host.split('.')[0]!;
    case 'H':
      return host;
    case 'w':
      return home !== '' && home !== '/' && (cwd === home || cwd.startsWith(`${home}/`))
        ? `~${cwd.slice(home.length)}`
        : cwd;
    case 'W':
      return cwd === home && home !== '/' ? '~' : cwd.slice(cwd.lastIndexOf('/') + 1) || '/';
    case '$':
      return sys.credentials().euid === 0 ? '#' : '$';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'a':
      return '\x07';
    case 'e':
      return '\x1b';
    case '[':
      return '\x01';
    case ']':
      return '\x02';
    case 's':
      return shell.name.slice(shell.name.lastIndexOf('/') + 1).replace(/^-/, '');
    case 'v':
      return '5.2';
    case 'V':
      return '5.2.15';
    case 'j':
      return String(shell.jobs.length);
    case '!':
    case '#':
      return String(shell.history.length + 1);
    case 't':
      return now.toISOString().slice(11, 19);
    case 'A':
      return now.toISOString().slice(11, 16);
    case 'd':
      return now.toDateString().slice(0, 10);
    case '\\':
      return '\\';
    default:
      return `\\${code}`;
  }
}

function userName(shell: Shell): string {
  const { euid } = shell.sys.credentials();
  try {
    for (const line of shell.decodeFile('/etc/passwd').split('\n')) {
      const [name = '', , uid] = line.split(':');
      if (uid === String(euid)) return name;
    }
  } catch {
    // No passwd file: the number has to do.
  }
  return shell.dialect.bash ? 'I have no name!' : String(euid);
}
