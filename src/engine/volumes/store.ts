import type { FileCalls, Kernel } from '../../kernel/kernel.ts';
import type { Volume } from '../api/volumes.ts';
import { makeDirectories } from '../containers/rootfs.ts';
import { badParameter, conflict, notFound } from '../errors.ts';
import type { EventBus } from '../events.ts';
import { removeTree, treeSize } from '../files/tree.ts';
import { byName } from '../go-map.ts';
import { hex } from '../ids.ts';
import { rfc3339 } from '../time.ts';

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
const ROOT = '/var/lib/docker/volumes';

/** moby: volume/local validateOpts. */
function checkOptions(name: string, options: Readonly<Record<string, string>>): void {
  for (const option of Object.keys(options)) {
    if (!['type', 'o', 'device', 'size'].includes(option))
      throw badParameter(`create ${name}: invalid option: ${JSON.stringify(option)}`);
  }
  if (options.size !== undefined) throw badParameter(`create ${name}: quota size requested but no quota support`);
  for (const [option, others] of [
    ['device', ['type']],
    ['type', ['device']],
    ['o', ['device', 'type']],
  ] as const) {
    if (options[option] === undefined) continue;
    for (const other of others)
      if (options[other] === undefined)
        throw badParameter(`create ${name}: missing required option: ${JSON.stringify(other)}`);
  }
}

export const ANONYMOUS_LABEL = 'com.docker.volume.anonymous';

/** Volumes of the local driver: directories of the host under /var/lib/docker/volumes. */
export class VolumeStore {
  #volumes = new Map<string, Volume>();
  /** Volume name → ids of the containers that mention it. */
  #users = new Map<string, Set<string>>();

  constructor(
    private readonly kernel: Kernel,
    private readonly events: EventBus,
  ) {}

  all(): Volume[] {
    return [...this.#volumes.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
  }

  get(name: string): Volume | undefined {
    return this.#volumes.get(name);
  }

  resolve(name: string): Volume {
    const volume = this.#volumes.get(name);
    if (!volume) throw notFound(`get ${name}: no such volume`);
    return volume;
  }

  create(
    name: string,
    options: { driver?: string; labels?: Record<string, string> | null; options?: Record<string, string> | null },
  ): Volume {
    const { driver = 'local' } = options;
    const anonymous = name === '';
    const actual = anonymous ? hex(this.kernel.platform.random(32)) : name;
    const known = this.#volumes.get(actual);
    if (known) return known;
    if (driver !== 'local' && driver !== '') {
      throw notFound(`create ${actual}: error looking up volume plugin ${driver}: plugin "${driver}" not found`);
    }
    if (!NAME.test(actual)) {
      throw badParameter(
        actual.length === 1
          ? `create ${actual}: volume name is too short, names should be at least two alphanumeric characters`
          : `create ${actual}: ${JSON.stringify(actual)} includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
      );
    }
    checkOptions(actual, options.options ?? {});
    const labels = anonymous ? { ...options.labels, [ANONYMOUS_LABEL]: '' } : nullIfEmpty(options.labels);
    const volume: Volume = {
      CreatedAt: rfc3339(this.kernel.platform.now()),
      Driver: 'local',
      Labels: labels && byName(labels),
      Mountpoint: `${ROOT}/${actual}/_data`,
      Name: actual,
      Options: options.options ? nullIfEmpty(byName(options.options)) : null,
      Scope: 'local',
    };
    makeDirectories(this.files(), volume.Mountpoint);
    this.#volumes.set(actual, volume);
    this.events.emit('volume', 'create', actual, { driver: 'local' });
    return volume;
  }

  restore(volume: Volume): void {
    this.#volumes.set(volume.Name, volume);
  }

  remove(name: string): void {
    const volume = this.resolve(name);
    const users = this.users(name);
    if (users.length > 0) throw conflict(`remove ${name}: volume is in use - [${users.join(', ')}]`);
    removeTree(this.files(), `${ROOT}/${volume.Name}`);
    this.#volumes.delete(name);
    this.events.emit('volume', 'destroy', name, { driver: 'local' });
  }

  use(name: string, containerId: string): void {
    const users = this.#users.get(name) ?? new Set();
    users.add(containerId);
    this.#users.set(name, users);
  }

  release(name: string, containerId: string): void {
    const users = this.#users.get(name);
    users?.delete(containerId);
    // A name outlives its volume only here: without this, every anonymous volume there ever was.
    if (users?.size === 0) this.#users.delete(name);
  }

  users(name: string): string[] {
    return [...(this.#users.get(name) ?? [])];
  }

  size(name: string): number {
    return treeSize(this.files(), this.resolve(name).Mountpoint);
  }

  isAnonymous(volume: Volume): boolean {
    return volume.Labels?.[ANONYMOUS_LABEL] !== undefined;
  }

  /** The host's files: volumes are directories of the host. */
  files(): FileCalls {
    return this.kernel.host.mount.files();
  }
}

function nullIfEmpty(map: Record<string, string> | null | undefined): Record<string, string> | null {
  return map && Object.keys(map).length > 0 ? map : null;
}
