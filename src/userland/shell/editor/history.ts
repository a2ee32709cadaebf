import { encode } from '../../../kernel/text.ts';
import type { Shell } from '../run/shell.ts';

const LIMIT = 500;

function historyFile(shell: Shell): string | undefined {
  const given = shell.variables.get('HISTFILE');
  if (given !== undefined) return given || undefined;
  const home = shell.variables.get('HOME');
  return home ? `${home.replace(/\/$/, '')}/${shell.dialect.bash ? '.bash_history' : '.ash_history'}` : undefined;
}

/** bash's cmdhist: what separates two lines of a command is written as it would be on one line. */
function joined(lines: readonly string[]): string {
  let text = lines[0] ?? '';
  for (const line of lines.slice(1)) {
    if (text.includes('<<') || openQuote(text)) text += `\n${line}`;
    else if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) text = text.slice(0, -1) + line;
    else if (/(?:^|[\s;&|])(?:do|then|else|elif|if|while|until|in|!|\{)\s*$|[;&|({]\s*$/.test(text)) text += ` ${line}`;
    else text += `; ${line}`;
  }
  return text;
}

/** Whether the text ends within quotes. */
function openQuote(text: string): boolean {
  return /^(?:[^'"\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")*(?:'[^']*|"(?:[^"\\]|\\[\s\S])*)$/.test(text);
}

/** Lines of earlier shells, oldest first. */
export function loadHistory(shell: Shell): void {
  const file = hasHistory(shell) ? historyFile(shell) : undefined;
  if (!file || !shell.sys.access(file, 'r')) return;
  shell.history = shell
    .decodeFile(file)
    .split('\n')
    .filter((line) => line !== '')
    .slice(-LIMIT);
}

/** dash has no history at all. */
export function hasHistory(shell: Shell): boolean {
  return shell.dialect.flavour !== 'dash';
}

/** Notes a command: busybox line by line, bash as the one line its lines could have been. */
export function addHistory(shell: Shell, text: string): void {
  if (!hasHistory(shell)) return;
  const lines = text.replace(/\n+$/, '').split('\n');
  if (shell.dialect.bash) addLine(shell, joined(lines));
  else for (const line of lines) addLine(shell, line);
}

function addLine(shell: Shell, text: string): void {
  const control = shell.dialect.bash ? (shell.variables.get('HISTCONTROL') ?? '') : 'ignoredups';
  if (/ignore(?:space|both)/.test(control) && /^\s/.test(text)) return;
  if (/ignore(?:dups|both)/.test(control) && shell.history.at(-1) === text) return;
  if (text.trim() === '') return;
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
