import { createDevices } from './devices/devtmpfs.ts';
import { PROCESS_MEMORY_BYTES } from './devices/hardware.ts';
import { createProc } from './devices/procfs.ts';
import { createSys } from './devices/sysfs.ts';
import { Mounts } from './fs/mount-namespace.ts';
import { createOverlay } from './fs/overlay.ts';
import { createTmpfs } from './fs/tmpfs.ts';
import type { Filesystem } from './fs/types.ts';
import type { Kernel, Namespaces, PidNamespace } from './kernel.ts';
import { Segment } from './net/segment.ts';
import { NetworkStack } from './net/stack.ts';
import type { Platform } from './platform.ts';
import { systemCalls } from './process/calls/system-calls.ts';
import { ROOT } from './process/credentials.ts';
import { createKernelPipe } from './process/kernel-pipe.ts';
import type { Machine } from './process/machine.ts';
import { ControlGroup } from './process/memory-group.ts';
import type { KernelNamespaces, ProcessRecord } from './process/process.ts';
import { PidSpace } from './process/process-id.ts';
import { reportCrash } from './process/report-crash.ts';
import { Scheduler } from './process/scheduler.ts';
import { SIGNALS } from './process/signals.ts';
import { startProcess } from './process/start.ts';
import type { ProgramTable } from './program.ts';
import { Devpts } from './tty/devpts.ts';
import { Terminal } from './tty/terminal.ts';

export interface BootOptions {
  platform: Platform;
  programs: ProgramTable;
  /** What the host has at `/`; left out: an empty file system. */
  root?: Filesystem;
  hostname?: string;
}

interface MountNamespaceOptions {
  readOnly?: boolean;
  system?: boolean;
  sharedMemory?: number | Filesystem | null;
}

const FIRST_PRIVILEGED_PORT_FREE = 1024;
const MOUNT_POINTS = ['proc', 'dev', 'sys'];

const SHARED_MEMORY_BYTES = 64 << 20;

/** Puts a kernel together and starts its init: the process that adopts and reaps the host's orphans. */
export function createKernel(options: BootOptions): Kernel {
  const { platform } = options;
  let nextId = 1;
  const hostSpace = new PidSpace(nextId++);
  const machine: Machine = {
    platform,
    programs: options.programs,
    scheduler: new Scheduler(platform),
    hostSpace,
    bootTime: platform.now(),
    current: undefined,
    memory: new ControlGroup(PROCESS_MEMORY_BYTES),
    calls: systemCalls,
    reportCrash,
  };
  const devpts = new WeakMap<object, Devpts>();
  const anywhere = new Devpts(platform);

  function createMountNamespace(
    root: Filesystem,
    { readOnly = false, system = false, sharedMemory = SHARED_MEMORY_BYTES }: MountNamespaceOptions = {},
  ): Mounts {
    const mounts = new Mounts(root, { readOnly });
    if (system) devpts.set(mounts, mountSystem(machine, mounts, root, sharedMemory));
    return mounts;
  }

  const host: KernelNamespaces = {
    pid: hostSpace,
    mount: createMountNamespace(options.root ?? createTmpfs(platform, { type: 'ext4', mode: 0o755 }), { system: true }),
    network: new NetworkStack({ id: nextId++, platform, unprivilegedPortStart: FIRST_PRIVILEGED_PORT_FREE }),
    uts: { hostname: options.hostname ?? 'localhost' },
  };

  const kernel: Kernel = {
    platform,
    host,
    createOverlay: (lower) => createOverlay(lower, platform),
    createTmpfs: (settings) => createTmpfs(platform, settings),
    createMountNamespace,
    createPidNamespace: (parent: PidNamespace = hostSpace) => new PidSpace(nextId++, parent as PidSpace),
    createNetworkNamespace: () => new NetworkStack({ id: nextId++, platform, unprivilegedPortStart: 0 }),
    createSegment: (name) => new Segment(nextId++, name),
    createUtsNamespace: (hostname) => ({ hostname }),
    createMemoryGroup: (limit) => new ControlGroup(limit),
    start: (settings) =>
      startProcess(machine, settings, (terminal, uid) => {
        (devpts.get(settings.namespaces.mount) ?? anywhere).add(terminal, uid);
      }),
    process: (pid) => hostSpace.processes.get(pid),
    processes: () => [...hostSpace.processes.values()],
    setFrozen: (namespace, frozen) => setFrozen(namespace as PidSpace, frozen),
    openTerminal(size) {
      const onInput = () => machine.scheduler.freshSlice();
      return new Terminal({ size, onInput });
    },
    createPipe: () => createKernelPipe(machine),
  };
  startInit(kernel, host);
  return kernel;
}

/** Mounts what every Linux system has; answers the devpts of this namespace. */
function mountSystem(
  machine: Machine,
  mounts: Mounts,
  root: Filesystem,
  sharedMemory: number | Filesystem | null,
): Devpts {
  const { platform } = machine;
  for (const name of MOUNT_POINTS) {
    if (root.lookup(root.root, name)) continue;
    root.create(root.root, name, { kind: 'directory', mode: 0o755 }, { uid: 0, gid: 0 });
  }
  const terminals = new Devpts(platform);
  mounts.mount(createProc(machine), '/proc', { device: 'proc', options: 'nosuid,nodev,noexec,relatime' });
  mounts.mount(createDevices(platform, { sharedMemory: sharedMemory !== null }), '/dev', {
    device: 'tmpfs',
    options: 'nosuid,size=65536k,mode=755',
  });
  mounts.mount(terminals.filesystem, '/dev/pts', {
    device: 'devpts',
    options: 'nosuid,noexec,relatime,gid=5,mode=620',
  });
  mounts.mount(createSys(machine), '/sys', {
    device: 'sysfs',
    readOnly: true,
    options: 'nosuid,nodev,noexec,relatime',
  });
  mounts.mount(createTmpfs(platform, { type: 'mqueue' }), '/dev/mqueue', {
    device: 'mqueue',
    options: 'nosuid,nodev,noexec,relatime',
  });
  if (typeof sharedMemory === 'number')
    mounts.mount(createTmpfs(platform, { size: sharedMemory }), '/dev/shm', {
      device: 'shm',
      options: `nosuid,nodev,noexec,relatime,size=${sharedMemory / 1024}k`,
    });
  else if (sharedMemory) mounts.mount(sharedMemory, '/dev/shm', { device: 'tmpfs', options: 'relatime' });
  return terminals;
}

function startInit(kernel: Kernel, namespaces: Namespaces): void {
  const init = kernel.start({
    argv: ['/sbin/init'],
    env: new Map(),
    cwd: '/',
    credentials: ROOT,
    namespaces,
    fds: new Map(),
    main(sys) {
      sys.signal(SIGNALS.SIGCHLD, 'ignore');
      return new Promise<number>(() => {});
    },
  }) as ProcessRecord;
  init.actions.set(SIGNALS.SIGCHLD, 'ignore');
}

function setFrozen(space: PidSpace, frozen: boolean): void {
  space.frozen = frozen;
  for (const process of space.processes.values()) {
    if (frozen) process.freeze();
    else process.resume();
  }
}
