import { KernelError } from '../errno.ts';
import type { Credentials } from '../fs/types.ts';
import type { FoundProgram } from './find-program.ts';
import type { ProcessContext } from './process.ts';

const SET_USER = 0o4000;
const SET_GROUP = 0o2000;

/** Every capability of Linux 6 (capabilities(7)): what the host's root has. */
export const ALL_CAPABILITIES: ReadonlySet<string> = new Set(
  [
    'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE',
    'NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN',
    'SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE',
    'MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `CAP_${name}`),
);

const NO_CAPABILITIES: ReadonlySet<string> = new Set();

/** The host's root. */
export const ROOT: Credentials = { uid: 0, gid: 0, euid: 0, egid: 0, groups: [0], capabilities: ALL_CAPABILITIES };

/** The credentials a program begins with: set-user-ID and set-group-ID bits, unless no_new_privs (execve(2)). */
export function executionCredentials(context: ProcessContext, found: FoundProgram): Credentials {
  const { credentials } = context.files.context;
  if (context.noNewPrivileges) return credentials;
  // Linux ignores the bits of scripts; `executable` is then the interpreter, whose own bits count.
  const { mode, uid, gid } = context.files.stat(found.executable);
  const setUser = (mode & SET_USER) !== 0 && uid !== credentials.euid;
  const setGroup = (mode & SET_GROUP) !== 0 && gid !== credentials.egid;
  if (!setUser && !setGroup) return credentials;
  const euid = setUser ? uid : credentials.euid;
  return {
    ...credentials,
    euid,
    egid: setGroup ? gid : credentials.egid,
    capabilities: setUser ? (euid === 0 ? context.bounding : NO_CAPABILITIES) : credentials.capabilities,
  };
}

/** setresuid(2), setgroups(2) and capset(2) in one: what a process may make of its credentials. */
export function changedCredentials(context: ProcessContext, wanted: Credentials): Credentials {
  const { credentials } = context.files.context;
  const { capabilities } = credentials;
  const users = [credentials.uid, credentials.euid];
  const groups = [credentials.gid, credentials.egid];
  if (!capabilities.has('CAP_SETUID') && !(users.includes(wanted.uid) && users.includes(wanted.euid))) {
    throw new KernelError('EPERM');
  }
  const sameGroups = wanted.groups.join() === credentials.groups.join();
  if (!capabilities.has('CAP_SETGID')) {
    if (!(groups.includes(wanted.gid) && groups.includes(wanted.egid) && sameGroups)) throw new KernelError('EPERM');
  }
  return { ...wanted, capabilities: changedCapabilities(context, wanted) };
}

/** Nobody gains by asking; leaving root loses all, coming back to it (set-user-ID programs) brings them back. */
function changedCapabilities({ files, bounding }: ProcessContext, wanted: Credentials): ReadonlySet<string> {
  const { credentials } = files.context;
  if (wanted.euid !== 0 && credentials.euid === 0) return NO_CAPABILITIES;
  const allowed = wanted.euid === 0 && credentials.euid !== 0 ? bounding : credentials.capabilities;
  return new Set([...wanted.capabilities].filter((name) => allowed.has(name)));
}
