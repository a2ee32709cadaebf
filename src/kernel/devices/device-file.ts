import { KernelError } from '../errno.ts';
import type { Stat } from '../fs/types.ts';
import type { Platform } from '../platform.ts';
import { EMPTY, FileDescription } from '../process/open-file.ts';
import type { Access, OpenedInode } from '../process/regular-file.ts';
import type { Waiter } from '../process/wait-queue.ts';

/** What a memory device does (mem(4), null(4), random(4)). */
interface Driver {
  read(max: number): Uint8Array;
  write(): void;
}

const ZEROS = new Uint8Array(65536);
const zeros = (max: number) => (max <= ZEROS.length ? ZEROS.subarray(0, max) : new Uint8Array(max));
const swallow = () => {};

/** The memory devices by number. */
function driverOf(rdev: readonly [number, number], platform: Platform): Driver | undefined {
  switch (rdev.join(':')) {
    case '1:3':
      return { read: () => EMPTY, write: swallow };
    case '1:5':
      return { read: zeros, write: swallow };
    case '1:7':
      return {
        read: zeros,
        write() {
          throw new KernelError('ENOSPC');
        },
      };
    case '1:8':
    case '1:9':
      return { read: (max) => platform.random(max), write: swallow };
    default:
      return undefined;
  }
}

/** An open memory device. */
export class DeviceFile extends FileDescription {
  readonly kind = 'device';
  readonly #opened: OpenedInode;
  readonly #driver: Driver;

  /** ENXIO when no driver has the device's number. */
  constructor(opened: OpenedInode, access: Access, platform: Platform) {
    super(access);
    const driver = driverOf(opened.inode.rdev, platform);
    if (!driver) throw new KernelError('ENXIO');
    this.#opened = opened;
    this.#driver = driver;
  }

  get label(): string {
    return this.#opened.path();
  }
  read(_waiter: Waiter, max: number): Uint8Array {
    return this.#driver.read(max);
  }
  write(_waiter: Waiter, bytes: Uint8Array): void {
    if (bytes.length > 0) this.#driver.write();
  }
  override seek(): number {
    return 0;
  }
  stat(): Stat {
    return this.#opened.stat();
  }
}
