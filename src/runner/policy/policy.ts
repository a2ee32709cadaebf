import { posix } from 'node:path';

/** What a session may do, and where. Everything in this folder decides from this and the request alone. */
export interface Policy {
  /** The session's id: the value of {@link SESSION_LABEL} on all it makes. */
  readonly session: string;
  /** Undefined: this engine sees none of this machine's folders, nothing can be bind-mounted. */
  readonly workspace: WorkspacePlace | undefined;
  readonly limits: Limits;
  /** Allow-list of image patterns (`docker.io/library/*`), when one was asked for: nothing else can be used or pulled. */
  readonly onlyImages: readonly string[] | undefined;
  /** Images that were on the engine before and may be used all the same, besides the official ones. */
  readonly alsoImages: readonly string[];
  /** Ports are published as they are asked for, and not on the loopback address alone. */
  readonly publishAnywhere: boolean;
  /** Nothing that changes anything. */
  readonly readOnly: boolean;
  /** Addresses of this machine with their prefix (`192.168.1.5/24`): a network must not lie over them. */
  readonly hostNetworks: readonly string[];
}

export interface WorkspacePlace {
  /** On the student's simulated computer: `/root/hello`. */
  readonly student: string;
  /** The same on this machine. */
  readonly real: string;
}

export interface Limits {
  /** Bytes; what a container gets that asks for nothing, and the most it may ask for. */
  readonly memory: number;
  /** Billionths of a processor. */
  readonly nanoCpus: number;
  readonly pids: number;
  readonly shmSize: number;
  /** Bytes a writable layer may grow to before its container is stopped. */
  readonly disk: number;
  /** Bytes that all of a session may hold: writable layers, volumes, the workspace, images it brought, the builder's cache. */
  readonly sessionDisk: number;
  /** Seconds a container may run. */
  readonly seconds: number;
  /** Seconds a build may take. */
  readonly buildSeconds: number;
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
}

const MIB = 2 ** 20;

export const defaultLimits: Limits = {
  memory: 1024 * MIB,
  nanoCpus: 2e9,
  pids: 256,
  shmSize: 64 * MIB,
  disk: 2048 * MIB,
  sessionDisk: 10 * 1024 * MIB,
  seconds: 4 * 3600,
  buildSeconds: 900,
  containers: 40,
  networks: 20,
  volumes: 40,
};

/** On everything a session makes. */
export const SESSION_LABEL = 'drydock.session';
/** Labels under this prefix are ours: nobody else sets one. */
export const LABEL_PREFIX = 'drydock.';

/** The policy says no. The message goes to the student, as the engine's own refusals do. */
export class Refused extends Error {
  readonly status: number;

  constructor(reason: string, status = 403) {
    super(`drydock runner: refused: ${reason}`);
    this.status = status;
  }
}

/** What no engine would take either, in an engine's own words. */
export class Unfit extends Refused {
  constructor(message: string) {
    super('', 400);
    this.message = message;
  }
}

/** The folder of this machine behind a path of the student's computer; '' for the workspace itself. Refuses any other. */
export function insideWorkspace(policy: Policy, path: string): string {
  const { workspace } = policy;
  if (!workspace) throw new Refused('bind mounts: this engine runs on another machine and sees no folder of this one');
  const clean = posix.normalize(path).replace(/(?<=.)\/$/, '');
  if (path.includes('\0') || (clean !== workspace.student && !clean.startsWith(`${workspace.student}/`)))
    throw new Refused(`the bind mount of ${path}: only ${workspace.student} and what is in it can be mounted`);
  return clean.slice(workspace.student.length + 1);
}
