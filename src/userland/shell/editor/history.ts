import { encode } from '../../../kernel/text.ts';
import type { Shell } from '../run/shell.ts';

const LIMIT = 500;

function historyFile(shell: Shell): string | undefined {
  const given = shell.variables.get('HISTFILE');
  if (given !== undefined) return given || undefined;
  const home = shell.variables.get('HOME');
  return home ? `${home.replace(/\/$/, '')}/${shell.dialect.bash ? '.bash_history' : '.ash_history'}` : undefined;
}

/** Lines of earlier shells, oldest first. */
export function loadHistory(shell: Shell): void {
  const file = historyFile(shell);
  if (!file || !shell.sys.access(file, 'r')) return;
  shell.history = shell
    .decodeFile(file)
    .split('\n')
    .filter((line) => line !== '')
    .slice(-LIMIT);
}

export function addHistory(shell: Shell, line: string): void {
  const text = line.replace(/\n+$/, '');
  if (text.trim() === '' || shell.history.at(-1) === text) return;
  shell.history.push(text);
  if (shell.history.length > LIMIT) shell.history.shift();
}

export function saveHistory(shell: Shell): void {
  const file = historyFile(shell);
  if (!file || shell.history.length === 0) return;
  try {
    shell.sys.writeFile(file, encode(`${shell.history.join('\n')}\n`), { mode: 0o600 });
  } catch {
    // A read-only home has no history, as with the real shells.
  }
}
