import type { PidNamespace } from '../kernel.ts';
import type { ProcessRecord } from './process.ts';

/** A pid namespace (pid_namespaces(7)): its own numbering of the processes in it and below it. */
export class PidSpace implements PidNamespace {
  readonly id: number;
  readonly parent: PidSpace | undefined;
  readonly processes = new Map<number, ProcessRecord>();
  /** Its PID 1, which adopts its orphans. */
  init: ProcessRecord | undefined;
  frozen = false;
  #next = 1;

  constructor(id: number, parent?: PidSpace) {
    this.id = id;
    this.parent = parent;
  }

  allocate(): number {
    return this.#next++;
  }

  skip(count: number): void {
    this.#next += count;
  }

  /** Whether processes of `other` are numbered here too. */
  sees(other: PidSpace): boolean {
    for (let space: PidSpace | undefined = other; space; space = space.parent) if (space === this) return true;
    return false;
  }
}

/** The numbers of one process, group or session: one in its own namespace and one in each above. */
export class ProcessId {
  readonly space: PidSpace;
  readonly #numbers = new Map<PidSpace, number>();

  constructor(space: PidSpace) {
    this.space = space;
    for (let at: PidSpace | undefined = space; at; at = at.parent) this.#numbers.set(at, at.allocate());
  }

  /** 0 where it cannot be seen. */
  in(space: PidSpace): number {
    return this.#numbers.get(space) ?? 0;
  }

  get own(): number {
    return this.in(this.space);
  }

  entries(): Iterable<[PidSpace, number]> {
    return this.#numbers;
  }
}
