import { KernelError } from '../errno.ts';

/** setrlimit(2): what holds, and how far a process may raise it itself. Unlimited is Infinity. */
export interface ResourceLimit {
  readonly soft: number;
  readonly hard: number;
}

export interface Resource {
  /** As `ulimit` calls it. */
  readonly letter: string;
  /** As `docker run --ulimit` calls it. */
  readonly name: string;
  /** As /proc/PID/limits calls it, and what is counted. */
  readonly title: string;
  readonly unit: string;
  readonly initial: ResourceLimit;
}

const UNLIMITED: ResourceLimit = { soft: Number.POSITIVE_INFINITY, hard: Number.POSITIVE_INFINITY };

function both(value: number): ResourceLimit {
  return { soft: value, hard: value };
}

/** In the kernel's order. */
export const RESOURCES: readonly Resource[] = [
  { letter: 't', name: 'cpu', title: 'cpu time', unit: 'seconds', initial: UNLIMITED },
  { letter: 'f', name: 'fsize', title: 'file size', unit: 'bytes', initial: UNLIMITED },
  { letter: 'd', name: 'data', title: 'data size', unit: 'bytes', initial: UNLIMITED },
  { letter: 's', name: 'stack', title: 'stack size', unit: 'bytes', initial: { ...UNLIMITED, soft: 8 * 1024 ** 2 } },
  { letter: 'c', name: 'core', title: 'core file size', unit: 'bytes', initial: UNLIMITED },
  { letter: 'm', name: 'rss', title: 'resident set', unit: 'bytes', initial: UNLIMITED },
  { letter: 'u', name: 'nproc', title: 'processes', unit: 'processes', initial: UNLIMITED },
  { letter: 'n', name: 'nofile', title: 'open files', unit: 'files', initial: both(1024 ** 2) },
  { letter: 'l', name: 'memlock', title: 'locked memory', unit: 'bytes', initial: both(8 * 1024 ** 2) },
  { letter: 'v', name: 'as', title: 'address space', unit: 'bytes', initial: UNLIMITED },
  { letter: 'x', name: 'locks', title: 'file locks', unit: 'locks', initial: UNLIMITED },
  { letter: 'i', name: 'sigpending', title: 'pending signals', unit: 'signals', initial: both(31_531) },
  { letter: 'q', name: 'msgqueue', title: 'msgqueue size', unit: 'bytes', initial: both(819_200) },
  { letter: 'e', name: 'nice', title: 'nice priority', unit: '', initial: both(0) },
  { letter: 'r', name: 'rtprio', title: 'realtime priority', unit: '', initial: both(0) },
  { letter: 'R', name: 'rttime', title: 'realtime timeout', unit: 'us', initial: UNLIMITED },
];

/** The limits of one process, by `ulimit` letter. */
export class ResourceLimits {
  readonly #limits: Map<string, ResourceLimit>;

  constructor(given: Iterable<readonly [letter: string, limit: ResourceLimit]> = []) {
    this.#limits = new Map([...RESOURCES.map(({ letter, initial }) => [letter, initial] as const), ...given]);
  }

  get(letter: string): ResourceLimit {
    const limit = this.#limits.get(letter);
    if (!limit) throw new KernelError('EINVAL');
    return limit;
  }

  set(letter: string, limit: ResourceLimit, mayRaise: boolean): void {
    if (limit.soft > limit.hard) throw new KernelError('EINVAL');
    if (limit.hard > this.get(letter).hard && !mayRaise) throw new KernelError('EPERM');
    this.#limits.set(letter, limit);
  }

  copy(): ResourceLimits {
    return new ResourceLimits(this.#limits);
  }
}
