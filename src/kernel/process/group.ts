import type { Terminal } from '../tty/terminal.ts';
import type { ProcessRecord } from './process.ts';
import type { ProcessId } from './process-id.ts';

/** A session (setsid(2)): groups that share a controlling terminal. */
export class Session {
  readonly id: ProcessId;
  leader: ProcessRecord | undefined;
  terminal: Terminal | undefined;

  constructor(id: ProcessId) {
    this.id = id;
  }
}

/** A process group (setpgid(2)): a shell's job. */
export class ProcessGroup {
  readonly id: ProcessId;
  readonly session: Session;
  readonly members = new Set<ProcessRecord>();

  constructor(id: ProcessId, session: Session) {
    this.id = id;
    this.session = session;
  }

  /** No member has a parent in another group of the session, so nobody would ever continue it (POSIX: orphaned). */
  get orphaned(): boolean {
    for (const { parent, ended } of this.members) {
      if (!ended && parent && !parent.ended && parent.group !== this && parent.group.session === this.session)
        return false;
    }
    return true;
  }
}
