import { KernelError } from '../errno.ts';
import type { FileDescription } from './open-file.ts';

interface Descriptor {
  readonly file: FileDescription;
  closeOnExec: boolean;
}

/** A process's descriptors. Descriptions are shared (dup, fork) and closed with their last descriptor. */
export class DescriptorTable {
  readonly #descriptors = new Map<number, Descriptor>();
  limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(fd: number): FileDescription {
    const descriptor = this.#descriptors.get(fd);
    if (!descriptor) throw new KernelError('EBADF');
    return descriptor.file;
  }

  has(fd: number): boolean {
    return this.#descriptors.has(fd);
  }

  /** Puts `file` at the lowest free number. */
  add(file: FileDescription, options: { atLeast?: number; closeOnExec?: boolean } = {}): number {
    let fd = options.atLeast ?? 0;
    while (this.#descriptors.has(fd)) fd++;
    if (fd >= this.limit) throw new KernelError('EMFILE');
    this.#descriptors.set(fd, { file: file.hold(), closeOnExec: options.closeOnExec ?? false });
    return fd;
  }

  /** Puts `file` at `fd`, closing what was there. */
  set(fd: number, file: FileDescription, closeOnExec = false): void {
    if (fd < 0 || fd >= this.limit) throw new KernelError('EBADF');
    const old = this.#descriptors.get(fd);
    this.#descriptors.set(fd, { file: file.hold(), closeOnExec });
    old?.file.release();
  }

  close(fd: number): void {
    const descriptor = this.#descriptors.get(fd);
    if (!descriptor) throw new KernelError('EBADF');
    this.#descriptors.delete(fd);
    descriptor.file.release();
  }

  setCloseOnExec(fd: number, on: boolean): void {
    const descriptor = this.#descriptors.get(fd);
    if (!descriptor) throw new KernelError('EBADF');
    descriptor.closeOnExec = on;
  }

  numbers(): number[] {
    return [...this.#descriptors.keys()].sort((a, b) => a - b);
  }

  /** For fork: everything. */
  copy(): DescriptorTable {
    const table = new DescriptorTable(this.limit);
    for (const [fd, { file, closeOnExec }] of this.#descriptors) table.set(fd, file, closeOnExec);
    return table;
  }

  /** For a child with chosen descriptors: child fd → our fd. */
  pick(fds: ReadonlyMap<number, number>): DescriptorTable {
    const table = new DescriptorTable(this.limit);
    for (const [childFd, fd] of fds) table.set(childFd, this.get(fd));
    return table;
  }

  /** exec(2) closes what is marked so. */
  closeMarked(): void {
    for (const [fd, { closeOnExec }] of [...this.#descriptors]) if (closeOnExec) this.close(fd);
  }

  closeAll(): void {
    for (const fd of [...this.#descriptors.keys()]) this.close(fd);
  }
}
