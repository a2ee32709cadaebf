import { pathOf } from '../fs/location.ts';
import { DescriptionInode } from '../process/description-inode.ts';
import type { FileDescription } from '../process/open-file.ts';
import type { ProcessRecord } from '../process/process.ts';
import type { PidSpace } from '../process/process-id.ts';
import { DirectoryFile, RegularFile } from '../process/regular-file.ts';
import { RESOURCES } from '../process/resource-limits.ts';
import { PAGE_BYTES, RESIDENT_BYTES, TICKS_PER_SECOND, VIRTUAL_BYTES } from './hardware.ts';
import { directory, file, SyntheticFilesystem, type SyntheticNode, symlink } from './synthetic-filesystem.ts';

const STATES = { running: 'R', sleeping: 'S', stopped: 'T', zombie: 'Z' } as const;
const STATE_WORDS = { R: 'running', S: 'sleeping', T: 'stopped', Z: 'zombie' } as const;
const NAMESPACES = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts'];
const FIRST_NAMESPACE = 4026531830;

/** /proc/PID as seen from the pid namespace `space`. */
export function processDirectory(
  process: ProcessRecord,
  space: PidSpace,
  net: (process: ProcessRecord) => SyntheticNode,
): SyntheticNode {
  const { context } = process;
  const view = context.files.context;
  const files: Record<string, SyntheticNode> = {
    cmdline: file(() => (process.ended ? '' : context.argv.map((word) => `${word}\0`).join(''))),
    comm: file(() => `${commandName(process)}\n`),
    environ: file(() => [...context.env].map(([name, value]) => `${name}=${value}\0`).join('')),
    stat: file(() => stat(process, space)),
    statm: file(() => `${VIRTUAL_BYTES / PAGE_BYTES} ${RESIDENT_BYTES / PAGE_BYTES} 512 128 0 512 0\n`),
    status: file(() => status(process, space)),
    cgroup: file(() => '0::/\n'),
    mounts: file(() => mounts(process)),
    limits: file(() => limits(process)),
    oom_score_adj: file(() => '0\n'),
    cwd: symlink(() => pathOf(view.cwd, view.root)),
    root: symlink(() => pathOf(view.root, context.files.namespace.root)),
    exe: symlink(() => context.executable),
    fd: descriptors(process),
    ns: directory(Object.fromEntries(NAMESPACES.map((name) => [name, symlink(() => namespaceLink(process, name))]))),
    net: net(process),
  };
  const { uid, gid } = process.credentials;
  for (const node of Object.values(files)) Object.assign(node, { uid, gid });
  files.task = {
    kind: 'directory',
    lookup: (name) => (name === String(process.id.in(space)) ? processDirectory(process, space, net) : undefined),
    names: () => [String(process.id.in(space))],
  };
  return { ...directory(files), uid, gid };
}

/** The name `ps` and `killall` go by: 15 characters of the program's file name. */
export function commandName(process: ProcessRecord): string {
  const [first = ''] = process.argv;
  return first.slice(first.lastIndexOf('/') + 1).slice(0, 15);
}

function descriptors(process: ProcessRecord): SyntheticNode {
  const { fds } = process.context;
  return {
    kind: 'directory',
    mode: 0o500,
    names: () => fds.numbers().map(String),
    lookup(name) {
      const fd = /^\d+$/.test(name) ? Number(name) : -1;
      if (!fds.has(fd)) return undefined;
      const description = fds.get(fd);
      return { kind: 'symlink', mode: 0o700, target: () => description.label, follow: () => destination(description) };
    },
  };
}

function destination(description: FileDescription) {
  if (description instanceof RegularFile || description instanceof DirectoryFile) return description.opened;
  return { filesystem: anonymous, inode: new DescriptionInode(description) };
}

/** Where pipes and sockets live: they have no names. */
const anonymous = new SyntheticFilesystem({ type: 'pipefs', root: directory({}), now: () => 0 });

function namespaceLink({ namespaces }: ProcessRecord, name: string): string {
  const offsets: Record<string, number> = {
    pid: namespaces.pid.id,
    net: namespaces.network.id,
    mnt: namespaces.mount.id % 1000,
  };
  return `${name}:[${FIRST_NAMESPACE + (offsets[name] ?? 0)}]`;
}

function stat(process: ProcessRecord, space: PidSpace): string {
  const { group, machine } = process;
  const { terminal } = group.session;
  const started = Math.floor(((process.startTime - machine.bootTime) / 1000) * TICKS_PER_SECOND);
  const fields = [
    process.id.in(space),
    `(${commandName(process)})`,
    STATES[process.state],
    process.parent?.id.in(space) ?? 0,
    group.id.in(space),
    group.session.id.in(space),
    terminal ? terminal.deviceNumber : 0,
    terminal?.foreground?.id.in(space) ?? -1,
    ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0, 1, 0],
    started,
    VIRTUAL_BYTES,
    RESIDENT_BYTES / PAGE_BYTES,
    ...new Array(28).fill(0),
  ];
  return `${fields.join(' ')}\n`;
}

function status(process: ProcessRecord, space: PidSpace): string {
  const { uid, euid, gid, egid, groups } = process.credentials;
  const letter = STATES[process.state];
  const pid = process.id.in(space);
  const lines: [string, string | number][] = [
    ['Name', commandName(process)],
    ['Umask', `0${process.context.files.context.umask.toString(8).padStart(3, '0')}`],
    ['State', `${letter} (${STATE_WORDS[letter]})`],
    ['Tgid', pid],
    ['Pid', pid],
    ['PPid', process.parent?.id.in(space) ?? 0],
    ['TracerPid', 0],
    ['Uid', [uid, euid, euid, euid].join('\t')],
    ['Gid', [gid, egid, egid, egid].join('\t')],
    ['Groups', groups.join(' ')],
    ['NSpid', pid],
    ['VmSize', `${String(VIRTUAL_BYTES / 1024).padStart(8)} kB`],
    ['VmRSS', `${String(RESIDENT_BYTES / 1024).padStart(8)} kB`],
    ['Threads', 1],
    ...capabilityLines(process),
    ['NoNewPrivs', process.context.noNewPrivileges ? 1 : 0],
  ];
  return lines.map(([name, value]) => `${name}:\t${value}\n`).join('');
}

/** Numbers of capabilities(7), lowest first. */
const CAPABILITIES =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'.split(
    ' ',
  );

/** Nothing here is inheritable or ambient. */
function capabilityLines({ credentials, context }: ProcessRecord): [string, string][] {
  const mask = (set: ReadonlySet<string>): string => {
    const bits = CAPABILITIES.reduce((sum, name, bit) => (set.has(`CAP_${name}`) ? sum + 2 ** bit : sum), 0);
    return bits.toString(16).padStart(16, '0');
  };
  const none = mask(new Set());
  const own = mask(credentials.capabilities);
  return [
    ['CapInh', none],
    ['CapPrm', own],
    ['CapEff', own],
    ['CapBnd', mask(context.bounding)],
    ['CapAmb', none],
  ];
}

function mounts({ context }: ProcessRecord): string {
  const lines = context.files.mounts();
  return lines.map(({ device, target, type, options }) => `${device} ${target} ${type} ${options} 0 0\n`).join('');
}

function limits({ context }: ProcessRecord): string {
  const header = 'Limit                     Soft Limit           Hard Limit           Units     \n';
  const shown = (value: number): string => (Number.isFinite(value) ? String(value) : 'unlimited').padEnd(21);
  const lines = RESOURCES.map(({ letter, title, unit }) => {
    const { soft, hard } = context.limits.get(letter);
    return `${`Max ${title}`.padEnd(26)}${shown(soft)}${shown(hard)}${unit.padEnd(10)}\n`;
  });
  return header + lines.join('');
}
