import type { Credentials } from '../../kernel/fs/types.ts';
import type { FileCalls } from '../../kernel/kernel.ts';
import { badParameter } from '../errors.ts';

/** Docker's default capability set (moby: oci/caps). */
const DEFAULT_CAPABILITIES = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FSETID',
  'CAP_FOWNER',
  'CAP_MKNOD',
  'CAP_NET_RAW',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETFCAP',
  'CAP_SETPCAP',
  'CAP_NET_BIND_SERVICE',
  'CAP_SYS_CHROOT',
  'CAP_KILL',
  'CAP_AUDIT_WRITE',
];
const OTHER_CAPABILITIES = [
  'CAP_AUDIT_CONTROL',
  'CAP_AUDIT_READ',
  'CAP_BLOCK_SUSPEND',
  'CAP_BPF',
  'CAP_CHECKPOINT_RESTORE',
  'CAP_DAC_READ_SEARCH',
  'CAP_IPC_LOCK',
  'CAP_IPC_OWNER',
  'CAP_LEASE',
  'CAP_LINUX_IMMUTABLE',
  'CAP_MAC_ADMIN',
  'CAP_MAC_OVERRIDE',
  'CAP_NET_ADMIN',
  'CAP_NET_BROADCAST',
  'CAP_PERFMON',
  'CAP_SYSLOG',
  'CAP_SYS_ADMIN',
  'CAP_SYS_BOOT',
  'CAP_SYS_MODULE',
  'CAP_SYS_NICE',
  'CAP_SYS_PACCT',
  'CAP_SYS_PTRACE',
  'CAP_SYS_RAWIO',
  'CAP_SYS_RESOURCE',
  'CAP_SYS_TIME',
  'CAP_SYS_TTY_CONFIG',
  'CAP_WAKE_ALARM',
];
const ALL_CAPABILITIES = [...DEFAULT_CAPABILITIES, ...OTHER_CAPABILITIES];

const MAX_ID = 2 ** 31 - 1;

export interface CapabilityOptions {
  readonly privileged?: boolean;
  readonly add?: readonly string[] | null;
  readonly drop?: readonly string[] | null;
}

export interface UserIdentity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly home: string;
}

interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}
interface GroupEntry {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** `user`, `user:group`, by name or number, looked up in the container's own files (moby/sys/user GetExecUser). */
export function lookUpUser(files: FileCalls, text: string, extraGroups: readonly string[] = []): UserIdentity {
  const passwd = readPasswd(files);
  const groups = readGroups(files);
  const [userPart = '', groupPart = ''] = text.split(':');
  const byNumber = /^-?\d+$/.test(userPart);
  const entry = passwd.find((row) =>
    userPart === '' ? row.uid === 0 : row.name === userPart || String(row.uid) === userPart,
  );
  if (userPart !== '' && !entry && !byNumber) {
    throw badParameter(`unable to find user ${userPart}: no matching entries in passwd file`);
  }
  const uid = entry?.uid ?? (byNumber ? Number(userPart) : 0);
  let gid = entry?.gid ?? 0;
  let supplementary: number[] = [];
  if (groupPart === '') {
    supplementary = entry ? groups.filter((row) => row.members.includes(entry.name)).map((row) => row.gid) : [];
  } else {
    const group = groups.find((row) => row.name === groupPart || String(row.gid) === groupPart);
    if (!group && !/^\d+$/.test(groupPart)) {
      throw badParameter(`unable to find group ${groupPart}: no matching entries in group file`);
    }
    gid = group?.gid ?? Number(groupPart);
  }
  if (![uid, gid].every((id) => id >= 0 && id <= MAX_ID)) {
    throw badParameter(`uids and gids must be in range 0-${MAX_ID}`);
  }
  for (const name of extraGroups) {
    const group = groups.find((row) => row.name === name || String(row.gid) === name);
    if (!group && !/^\d+$/.test(name))
      throw badParameter(`unable to find group ${name}: no matching entries in group file`);
    supplementary.push(group?.gid ?? Number(name));
  }
  return { uid, gid, groups: [...new Set([gid, ...supplementary])].sort((a, b) => a - b), home: entry?.home || '/' };
}

/** What a container's process may do: root has the capability set, others have none in effect. */
export function credentialsOf(user: UserIdentity, options: CapabilityOptions): Credentials {
  const { uid, gid, groups } = user;
  const capabilities = uid === 0 ? capabilitySet(options) : new Set<string>();
  return { uid, gid, euid: uid, egid: gid, groups, capabilities };
}

export function capabilitySet({ privileged, add, drop }: CapabilityOptions): ReadonlySet<string> {
  if (privileged) return new Set(ALL_CAPABILITIES);
  const added = (add ?? []).map(capabilityName);
  const dropped = (drop ?? []).map(capabilityName);
  const base = added.includes('ALL') ? ALL_CAPABILITIES : dropped.includes('ALL') ? [] : DEFAULT_CAPABILITIES;
  const set = new Set(base);
  if (!dropped.includes('ALL') || added.includes('ALL')) for (const name of dropped) set.delete(name);
  for (const name of added) if (name !== 'ALL' && !(dropped.includes(name) && !dropped.includes('ALL'))) set.add(name);
  return set;
}

export function checkCapabilities(field: string, names: readonly string[] | null | undefined): void {
  for (const name of names ?? []) {
    const full = capabilityName(name);
    if (full !== 'ALL' && !ALL_CAPABILITIES.includes(full)) {
      throw badParameter(`invalid ${field}: unknown capability: ${JSON.stringify(full)}`);
    }
  }
}

export function capabilityName(name: string): string {
  const upper = name.toUpperCase();
  return upper === 'ALL' || upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
}

function readPasswd(files: FileCalls): PasswdEntry[] {
  return rows(files, '/etc/passwd').map(([name = '', , uid = '', gid = '', , home = '']) => ({
    name,
    uid: Number(uid),
    gid: Number(gid),
    home,
  }));
}

function readGroups(files: FileCalls): GroupEntry[] {
  return rows(files, '/etc/group').map(([name = '', , gid = '', members = '']) => ({
    name,
    gid: Number(gid),
    members: members.split(',').filter(Boolean),
  }));
}

function rows(files: FileCalls, path: string): string[][] {
  try {
    return new TextDecoder()
      .decode(files.readFile(path))
      .split('\n')
      .filter((line) => line.includes(':'))
      .map((line) => line.split(':'));
  } catch {
    return [];
  }
}
