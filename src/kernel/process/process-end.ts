/**
 * Thrown through a program's frames when its process is over: it exited, a signal ended it, or exec replaced it.
 * Programs let it pass; only the kernel catches it.
 */
export class ProcessEnd extends Error {
  constructor() {
    super('the process has ended');
    this.name = 'ProcessEnd';
  }
}
