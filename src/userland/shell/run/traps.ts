import { SIGNALS, signalName } from '../../../kernel/process/signals.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { Shell } from './shell.ts';
import { runText } from './source.ts';
import { always, chain } from './waiting.ts';

/** Runs a trap's action; the status around it stays as it was (POSIX 2.15, trap). */
export function runTrap(shell: Shell, action: string): MaybePromise<void> {
  if (action === '') return;
  const status = shell.status;
  shell.inTrap = true;
  return always(
    () =>
      chain(runText(shell, action), () => {
        if (!shell.unwinding) shell.status = status;
      }),
    () => {
      shell.inTrap = false;
    },
  );
}

/** Runs the traps of the signals that came. */
export function runPendingTraps(shell: Shell): MaybePromise<void> {
  const signal = shell.pendingSignals.shift();
  if (signal === undefined) return;
  const action = shell.traps.get(trapName(signal));
  return chain(action === undefined ? undefined : runTrap(shell, action), () => runPendingTraps(shell));
}

export function trapName(signal: number): string {
  return signalName(signal)?.slice(3) ?? String(signal);
}

/** `EXIT`, `0`, `INT`, `SIGINT`, `2` → the name traps go by. */
export function parseTrap(text: string, bash: boolean): string | undefined {
  const upper = text.toUpperCase().replace(/^SIG/, '');
  if (text === '0' || upper === 'EXIT') return 'EXIT';
  if (bash && (upper === 'ERR' || upper === 'DEBUG' || upper === 'RETURN')) return upper;
  if (/^\d+$/.test(text)) return Number(text) <= 64 ? trapName(Number(text)) : undefined;
  return `SIG${upper}` in SIGNALS ? upper : undefined;
}

/** Sets or (undefined) clears a trap and tells the kernel. */
export function setTrap(shell: Shell, name: string, action: string | undefined): void {
  if (action === undefined) shell.traps.delete(name);
  else shell.traps.set(name, action);
  const signal = SIGNALS[`SIG${name}` as keyof typeof SIGNALS];
  if (signal === undefined || signal === SIGNALS.SIGKILL || signal === SIGNALS.SIGSTOP) return;
  if (action === undefined) restoreSignal(shell, signal);
  else if (action === '') shell.sys.signal(signal, 'ignore');
  else {
    shell.sys.signal(signal, (came) => {
      shell.pendingSignals.push(came);
      shell.wake?.();
    });
  }
}

const INTERACTIVE = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const;

/** What an interactive shell does with its own signals when no trap says otherwise. */
export function restoreSignal(shell: Shell, signal: number): void {
  const guarded = INTERACTIVE.some((name) => SIGNALS[name] === signal);
  if (!shell.options.interactive || shell.subshells > 0 || !guarded) {
    shell.sys.signal(signal, 'default');
    return;
  }
  // A handler and not `ignore`, because commands would inherit that.
  shell.sys.signal(signal, () => {
    if (signal !== SIGNALS.SIGINT) return;
    shell.interrupted = true;
    shell.wake?.();
  });
}

export function guardInteractive(shell: Shell): void {
  for (const name of INTERACTIVE) restoreSignal(shell, SIGNALS[name]);
}

/** A subshell forgets its traps except the ignored ones. */
export function resetTraps(shell: Shell): void {
  for (const name of INTERACTIVE)
    if (shell.options.interactive && !shell.traps.has(name.slice(3))) restoreSignal(shell, SIGNALS[name]);
  for (const [name, action] of [...shell.traps]) if (action !== '') setTrap(shell, name, undefined);
}

/** The EXIT trap runs once, when the shell ends; a status it exits with wins. */
export function takeExitTrap(shell: Shell): string | undefined {
  const action = shell.traps.get('EXIT');
  shell.traps.delete('EXIT');
  return action;
}
