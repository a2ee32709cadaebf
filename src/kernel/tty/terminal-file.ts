import { KernelError } from '../errno.ts';
import type { Stat } from '../fs/types.ts';
import { FileDescription } from '../process/open-file.ts';
import { ProcessRecord } from '../process/process.ts';
import { SIGNALS } from '../process/signals.ts';
import type { Waiter, WaitQueue } from '../process/wait-queue.ts';
import type { MaybePromise } from '../program.ts';
import type { Terminal } from './terminal.ts';

/** The slave side of a pseudo-terminal, opened. */
export class TerminalFile extends FileDescription {
  readonly kind = 'terminal';
  readonly terminal: Terminal;

  constructor(terminal: Terminal, access: { read: boolean; write: boolean }) {
    super(access);
    this.terminal = terminal;
  }

  override get readiness(): WaitQueue {
    return this.terminal.readiness;
  }

  get label(): string {
    return this.terminal.path;
  }

  read(waiter: Waiter, max: number): MaybePromise<Uint8Array> {
    if (!this.#inBackground(waiter)) {
      const bytes = this.terminal.tryRead(max);
      if (bytes) return bytes;
    }
    return this.#waitAndRead(waiter, max);
  }

  async #waitAndRead(waiter: Waiter, max: number): Promise<Uint8Array> {
    for (;;) {
      if (waiter instanceof ProcessRecord && this.#inBackground(waiter)) await stopReader(waiter);
      else {
        const bytes = this.terminal.tryRead(max);
        if (bytes) return bytes;
        await waiter.wait([this.readiness]);
      }
    }
  }

  /** Whether the reader belongs to the terminal's session but not to its foreground group. */
  #inBackground(waiter: Waiter): boolean {
    if (!(waiter instanceof ProcessRecord)) return false;
    return this.terminal.session === waiter.group.session && this.terminal.foreground !== waiter.group;
  }

  write(waiter: Waiter, bytes: Uint8Array): MaybePromise<void> {
    return this.terminal.write(waiter, bytes);
  }

  override readable(): boolean {
    return this.terminal.readable;
  }

  stat(): Stat {
    return this.terminal.stat();
  }
}

/** Job control: a background reader's group is stopped by SIGTTIN, or cannot read at all (POSIX). */
async function stopReader(process: ProcessRecord): Promise<void> {
  if (process.actions.get(SIGNALS.SIGTTIN) === 'ignore' || process.group.orphaned) throw new KernelError('EIO');
  for (const member of [...process.group.members]) member.signal(SIGNALS.SIGTTIN);
  await process.checkpoint();
}
