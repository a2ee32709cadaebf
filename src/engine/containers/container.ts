import type { DirectoryNode, OverlayFilesystem } from '../../kernel/fs/types.ts';
import type { MemoryGroup, MountNamespace, Namespaces, Process } from '../../kernel/kernel.ts';
import type { NetworkNamespace } from '../../kernel/net/types.ts';
import type { TerminalMaster } from '../../kernel/tty/types.ts';
import type { Layer } from '../../oci/image.ts';
import type {
  ContainerConfig,
  ContainerStatus,
  HealthcheckResult,
  HealthStatus,
  HostConfig,
  MountPoint,
  PortMap,
} from '../api/containers.ts';
import type { EndpointSettings } from '../api/networks.ts';
import type { LogFile } from './log-file.ts';
import type { Stdio } from './stdio.ts';
import type { TmpfsOptions } from './tmpfs-options.ts';

/** A mount of a container with what inspect does not show. */
export interface ContainerMount extends MountPoint {
  /** Fill an empty volume from the image at first use. */
  copyUp?: boolean;
  /** Bytes and mode of a tmpfs. */
  readonly tmpfs?: TmpfsOptions;
  subpath?: string;
  /** Goes with the container on `rm -v` and `--rm`. */
  anonymous?: boolean;
  /** `-v` makes a missing host directory. */
  createSource?: boolean;
}

/** What exists only while a container runs. */
export interface RunningContainer {
  readonly process: Process;
  readonly namespaces: Namespaces;
  readonly mounts: MountNamespace;
  readonly terminal?: TerminalMaster;
  /** Of `--memory`. */
  readonly memory?: MemoryGroup;
  readonly startedAt: number;
}

export interface HealthState {
  status: HealthStatus;
  failingStreak: number;
  log: HealthcheckResult[];
  stop: () => void;
}

/** A container's network stack while it is set up. */
export interface Sandbox {
  readonly id: string;
  readonly network: NetworkNamespace;
  /** Published ports as inspect shows them. */
  ports: PortMap;
  readonly release: () => void;
}

export interface Container {
  readonly id: string;
  name: string;
  /** Milliseconds. */
  readonly created: number;
  readonly path: string;
  readonly args: string[];
  readonly imageId: string;
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  /** The image's layers, kept even when the image is removed by force. */
  readonly layers: readonly Layer[];
  /** What lies below the writable layer: the image's tree and the init layer. */
  readonly lower: DirectoryNode;
  readonly overlay: OverlayFilesystem;
  readonly mounts: ContainerMount[];
  /** By network name. */
  readonly endpoints: Map<string, EndpointSettings>;
  readonly log: LogFile;
  readonly stdio: Stdio;
  readonly execIds: Set<string>;

  status: ContainerStatus;
  paused: boolean;
  exitCode: number;
  /** A process of its last run was killed for want of memory. */
  outOfMemory: boolean;
  error: string;
  startedAt: number | undefined;
  finishedAt: number | undefined;
  restartCount: number;
  /** Stopped by a person: restart policies leave it alone. */
  manuallyStopped: boolean;
  /** Ends a pending restart. */
  cancelRestart: (() => void) | undefined;
  hasBeenStarted: boolean;
  running: RunningContainer | undefined;
  sandbox: Sandbox | undefined;
  health: HealthState | undefined;
  readonly waiters: Set<Waiter>;
}

export interface Waiter {
  readonly condition: 'not-running' | 'next-exit' | 'removed';
  readonly resolve: (result: { StatusCode: number; Error?: { Message: string } }) => void;
}

export function isRunning(container: Container): boolean {
  return container.running !== undefined;
}
