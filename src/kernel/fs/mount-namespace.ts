import { KernelError } from '../errno.ts';
import type { FileCalls, MountNamespace, MountOptions } from '../kernel.ts';
import { type Location, pathInFilesystem, pathOf } from './location.ts';
import { Mount, topmost } from './mount.ts';
import { PathCalls } from './path-calls.ts';
import { find, type PathContext } from './path-walk.ts';
import { ALL_FILE_CAPABILITIES } from './permissions.ts';
import type { Credentials, Filesystem } from './types.ts';

const SUPERUSER: Credentials = {
  uid: 0,
  gid: 0,
  euid: 0,
  egid: 0,
  groups: [0],
  capabilities: ALL_FILE_CAPABILITIES,
};

let namespaces = 0xf0000000;

/** A tree of mounts with `root` at its `/`. */
export class Mounts implements MountNamespace {
  readonly id = namespaces++;
  private readonly base: Mount;
  private readonly list: Mount[];

  constructor(root: Filesystem, options: MountOptions = {}) {
    this.base = new Mount(root, undefined, options);
    this.list = [this.base];
  }

  /** What `/` is to a process that has not changed its root. */
  get root(): Location {
    return topmost(this.base).root;
  }

  mount(filesystem: Filesystem, target: string, options: MountOptions = {}): void {
    const mountpoint = find(this.context(), target);
    const mount = new Mount(filesystem, mountpoint, options);
    const directories = [mount.root, mountpoint].filter((location) => location.inode.kind === 'directory');
    if (directories.length === 1) throw new KernelError('ENOTDIR', target);
    mount.attach();
    this.list.push(mount);
  }

  unmount(target: string): void {
    const { mount, isMountRoot } = find(this.context(), target);
    if (!isMountRoot || !mount.mountpoint) throw new KernelError('EINVAL', target);
    if (mount.busy) throw new KernelError('EBUSY', target);
    mount.detach();
    this.list.splice(this.list.indexOf(mount), 1);
  }

  /** In the order of /proc/mounts, as seen by a process with this root. */
  mounts(root = this.root): { device: string; target: string; type: string; options: string }[] {
    return this.list.map((mount) => ({
      device: mount.device,
      target: pathOf(mount.root, root),
      type: mount.filesystem.type,
      options: mount.options,
    }));
  }

  files(credentials: Credentials = SUPERUSER): FileCalls {
    return new PathCalls(this, this.context(credentials));
  }

  locate(path: string): { filesystem: Filesystem; path: string; readOnly: boolean } {
    const location = find(this.context(), path);
    const { filesystem, mount } = location;
    return { filesystem, path: pathInFilesystem(location), readOnly: mount.readOnly };
  }

  /** Whether something is mounted on the entry `name` of a directory. */
  isMountpoint(directory: Location, name: string): boolean {
    return directory.mount.children.get(directory.inode.ino)?.has(name) ?? false;
  }

  /** The view of a process that starts here: `/` as root and working directory. */
  context(credentials: Credentials = SUPERUSER): PathContext {
    return { root: this.root, cwd: this.root, credentials, umask: 0o022 };
  }
}
