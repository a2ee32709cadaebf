import { MEMORY_BYTES } from '../../kernel/devices/hardware.ts';
import { badParameter } from '../errors.ts';

/** The options of a tmpfs: of `--tmpfs /x:…`, of `--mount type=tmpfs`, of a volume of type tmpfs. */
export interface TmpfsOptions {
  readonly readOnly: boolean;
  /** Flags of mount(2), as /proc/mounts prints them. */
  readonly flags: readonly string[];
  /** What is left for the file system itself, as it was given. */
  readonly data: readonly string[];
}

/** What tmpfs makes of its own options; undefined what it was not told. */
interface TmpfsSettings {
  readonly size?: number;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** As /proc/mounts shows them. */
  readonly shown: readonly string[];
}

/** moby/sys mount: a flag clears its opposite. */
const CLEARS: Readonly<Record<string, string>> = {
  suid: 'nosuid',
  dev: 'nodev',
  exec: 'noexec',
  rw: 'ro',
  atime: 'noatime',
  diratime: 'nodiratime',
  norelatime: 'relatime',
};
const FLAGS = ['ro', 'nosuid', 'nodev', 'noexec', 'sync', 'noatime', 'nodiratime', 'relatime', 'strictatime'];
const IGNORED = new Set(
  'defaults async dirsync remount mand nomand bind rbind unbindable runbindable private rprivate shared rshared slave rslave'.split(
    ' ',
  ),
);
const DATA = new Set(['size', 'mode', 'uid', 'gid', 'nr_inodes', 'nr_blocks', 'mpol']);
/** What docker gives every tmpfs unless told otherwise. */
export const CONTAINER_FLAGS = ['nosuid', 'nodev', 'noexec'];

/** moby/sys mount.MergeTmpfsOptions: flags given later win, words that neither mount(8) nor tmpfs knows are refused. */
export function parseTmpfsOptions(text: string, defaults: readonly string[] = CONTAINER_FLAGS): TmpfsOptions {
  const flags = new Set(defaults);
  const data: string[] = [];
  for (const option of text === '' ? [] : text.split(',')) {
    const name = option.split('=', 1)[0] ?? '';
    if (DATA.has(name) && option.includes('=')) data.push(option);
    else if (CLEARS[option]) flags.delete(CLEARS[option]);
    else if (FLAGS.includes(option)) flags.add(option);
    else if (!IGNORED.has(option)) throw badParameter(`invalid tmpfs option ${JSON.stringify(option)}`);
  }
  const shown = FLAGS.filter((flag) => flag !== 'ro' && flags.has(flag));
  if (!['noatime', 'relatime', 'strictatime'].some((flag) => flags.has(flag))) shown.push('relatime');
  return { readOnly: flags.has('ro'), flags: shown, data };
}

/** What the kernel makes of `data` (mm/shmem.c); undefined where it answers EINVAL. */
export function tmpfsSettings(data: readonly string[]): TmpfsSettings | undefined {
  const values = new Map(data.map((option) => option.split('=', 2) as [string, string]));
  const [size, mode] = [values.get('size'), values.get('mode')];
  const [uid, gid] = [values.get('uid'), values.get('gid')];
  const [inodes, blocks] = [values.get('nr_inodes'), values.get('nr_blocks')];
  if (mode !== undefined && !/^[0-7]+$/.test(mode)) return undefined;
  for (const id of [uid, gid]) if (id !== undefined && !/^\d+$/.test(id)) return undefined;
  for (const count of [inodes, blocks]) if (count !== undefined && !/^\d+[kmg]?$/i.test(count)) return undefined;
  const bytes = size === undefined ? undefined : sizeOf(size);
  if (size !== undefined && bytes === undefined) return undefined;
  const shown = [
    ...(bytes ? [`size=${bytes / 1024}k`] : []),
    ...(inodes === undefined ? [] : [`nr_inodes=${inodes}`]),
    ...(mode === undefined ? [] : [`mode=${Number.parseInt(mode, 8).toString(8)}`]),
    ...(uid === undefined ? [] : [`uid=${uid}`]),
    ...(gid === undefined ? [] : [`gid=${gid}`]),
  ];
  return {
    size: bytes || undefined,
    mode: mode === undefined ? undefined : Number.parseInt(mode, 8),
    uid: uid === undefined ? undefined : Number(uid),
    gid: gid === undefined ? undefined : Number(gid),
    shown,
  };
}

/** memparse(): bytes with a suffix, or a part of the memory there is; whole pages. */
function sizeOf(text: string): number | undefined {
  const match = /^(\d+)([kmg%]?)$/i.exec(text);
  if (!match) return undefined;
  const unit = (match[2] ?? '').toLowerCase();
  const bytes =
    unit === '%'
      ? (MEMORY_BYTES / 100) * Number(match[1])
      : Number(match[1]) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit);
  return Math.ceil(bytes / 4096) * 4096;
}
