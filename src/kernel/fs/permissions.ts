import { KernelError } from '../errno.ts';
import type { Credentials, Inode } from './types.ts';

export const READ = 4;
export const WRITE = 2;
export const EXECUTE = 1;

/** inode_permission: the mode bits of the class the caller falls in, then the capabilities that override them. */
export function permits(inode: Inode, wanted: number, credentials: Credentials): boolean {
  const bits =
    inode.uid === credentials.euid ? inode.mode >> 6 : inGroup(inode.gid, credentials) ? inode.mode >> 3 : inode.mode;
  if ((bits & wanted) === wanted) return true;
  const { capabilities } = credentials;
  if (capabilities.has('CAP_DAC_OVERRIDE')) {
    if (inode.kind === 'directory' || (wanted & EXECUTE) === 0 || (inode.mode & 0o111) !== 0) return true;
  }
  if (!capabilities.has('CAP_DAC_READ_SEARCH')) return false;
  return wanted === READ || (inode.kind === 'directory' && (wanted & WRITE) === 0);
}

export function check(inode: Inode, wanted: number, credentials: Credentials, path: string): void {
  if (!permits(inode, wanted, credentials)) throw new KernelError('EACCES', path);
}

export function inGroup(gid: number, credentials: Credentials): boolean {
  return gid === credentials.egid || credentials.groups.includes(gid);
}

/** Owner, or CAP_FOWNER. */
export function owns(inode: Inode, credentials: Credentials): boolean {
  return inode.uid === credentials.euid || credentials.capabilities.has('CAP_FOWNER');
}

/** may_delete: writing and searching the directory, and the sticky bit. */
export function checkRemoval(directory: Inode, victim: Inode, credentials: Credentials, path: string): void {
  check(directory, WRITE | EXECUTE, credentials, path);
  const sticky = (directory.mode & 0o1000) !== 0 && directory.uid !== credentials.euid;
  if (sticky && !owns(victim, credentials)) throw new KernelError('EPERM', path);
}

/** The set-group-ID bit goes when somebody outside the group sets a mode (setattr_prepare). */
export function settableMode(inode: Inode, mode: number, credentials: Credentials): number {
  const keeps = inGroup(inode.gid, credentials) || credentials.capabilities.has('CAP_FSETID');
  return keeps ? mode & 0o7777 : mode & 0o5777;
}

/** Whether a chown to these ids (-1: as it is) is allowed: CAP_CHOWN, or the owner giving it to a group of theirs. */
export function mayChown(inode: Inode, uid: number, gid: number, credentials: Credentials): boolean {
  if (credentials.capabilities.has('CAP_CHOWN')) return true;
  if (inode.uid !== credentials.euid) return uid === -1 && gid === -1;
  return (uid === -1 || uid === inode.uid) && (gid === -1 || gid === inode.gid || inGroup(gid, credentials));
}

/** The mode after a chown, or a write by somebody without CAP_FSETID (setattr_should_drop_suidgid). */
export function withoutSetIds(inode: Inode, credentials: Credentials): number {
  const { mode } = inode;
  const keepsGroup =
    (mode & 0o010) === 0 && (inGroup(inode.gid, credentials) || credentials.capabilities.has('CAP_FSETID'));
  return keepsGroup ? mode & ~0o4000 : mode & ~0o6000;
}

/** xattr_permission: who may set (or take away) an attribute of this name. */
export function checkXattr(inode: Inode, name: string, credentials: Credentials, path: string): void {
  const { capabilities } = credentials;
  const needs = name.startsWith('trusted.')
    ? 'CAP_SYS_ADMIN'
    : name === 'security.capability'
      ? 'CAP_SETFCAP'
      : undefined;
  if (needs) {
    if (!capabilities.has(needs)) throw new KernelError('EPERM', path);
  } else if (name.startsWith('user.')) {
    if (inode.kind !== 'file' && inode.kind !== 'directory') throw new KernelError('EPERM', path);
    const sticky = inode.kind === 'directory' && (inode.mode & 0o1000) !== 0;
    if (sticky && !owns(inode, credentials)) throw new KernelError('EPERM', path);
    check(inode, WRITE, credentials, path);
  } else if (name.startsWith('security.')) {
    if (!capabilities.has('CAP_SYS_ADMIN')) throw new KernelError('EPERM', path);
  } else {
    throw new KernelError('ENOTSUP', path);
  }
}

/** The capabilities file access asks for. */
export const ALL_FILE_CAPABILITIES: ReadonlySet<string> = new Set([
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_DAC_READ_SEARCH',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_MKNOD',
  'CAP_SETFCAP',
  'CAP_SYS_ADMIN',
]);
