import type { MaybePromise } from '../../kernel/program.ts';
import type { Command, Flavour } from './common/context.ts';

/** A command in both flavours, or in one only. */
export type Entry = Command | { readonly command: Command; readonly only?: Flavour };

/** A command that is loaded when it is first run, and answers at once from then on. */
function lazy(load: () => MaybePromise<Command>): Command {
  let loaded: Command | undefined;
  return (context) => {
    if (loaded) return loaded(context);
    const loading = load();
    if (!(loading instanceof Promise)) return (loaded = loading)(context);
    return loading.then((command) => (loaded = command)(context));
  };
}

type Everyday = typeof import('./everyday.ts');
let commands: Everyday | undefined;

/** Loads the commands of everyday use ahead of the first of them. */
export async function loadEverydayCommands(): Promise<void> {
  commands ??= await import('./everyday.ts');
}

const everyday = (name: keyof Everyday) =>
  lazy(() => commands?.[name] ?? loadEverydayCommands().then(() => commands![name]));

const tar = lazy(async () => (await import('./tar/tar.ts')).tar);
const gzip = lazy(async () => (await import('./archive/gzip.ts')).gzip);
const awk = lazy(async () => (await import('./awk/awk.ts')).awk);
const diff = lazy(async () => (await import('./diff/diff.ts')).diff);
const patch = lazy(async () => (await import('./diff/patch.ts')).patch);
const dd = lazy(async () => (await import('./files/dd.ts')).dd);
const install = lazy(async () => (await import('./files/install.ts')).install);
const od = lazy(async () => (await import('./dump/od.ts')).od);
const hexdump = lazy(async () => (await import('./dump/hexdump.ts')).hexdump);
const xxd = lazy(async () => (await import('./dump/xxd.ts')).xxd);
const less = lazy(async () => (await import('./terminal/pager/less.ts')).less);
const more = lazy(async () => (await import('./terminal/pager/more.ts')).more);
const vi = lazy(async () => (await import('./terminal/vi/vi.ts')).vi);
const nano = lazy(async () => (await import('./terminal/nano/nano.ts')).nano);
const top = lazy(async () => (await import('./terminal/top.ts')).top);
const watch = lazy(async () => (await import('./terminal/watch.ts')).watch);
const stty = lazy(async () => (await import('./terminal/stty.ts')).stty);
const getopt = lazy(async () => (await import('./value/getopt.ts')).getopt);
const fmt = lazy(async () => (await import('./text/fmt.ts')).fmt);
const tsort = lazy(async () => (await import('./text/tsort.ts')).tsort);
const iconv = lazy(async () => (await import('./text/iconv.ts')).iconv);
const sudo = lazy(async () => (await import('./user/sudo.ts')).sudo);
const jq = lazy(async () => (await import('../jq/jq.ts')).jq);
const make = lazy(async () => (await import('../make/make.ts')).make);
const bc = lazy(async () => (await import('./bc/bc.ts')).bc);
const cal = lazy(async () => (await import('./value/cal.ts')).cal);
const fallocate = lazy(async () => (await import('./files/fallocate.ts')).fallocate);
const dos2unix = lazy(async () => (await import('./text/dos2unix.ts')).dos2unix);
const tree = lazy(async () => (await import('./files/tree.ts')).tree);
const uuencode = lazy(async () => (await import('./archive/uuencode.ts')).uuencode);
const uudecode = lazy(async () => (await import('./archive/uuencode.ts')).uudecode);

/** Every command by name. */
export const COMMANDS: Record<string, Entry> = {
  jq: { command: jq, only: 'gnu' },
  make: { command: make, only: 'gnu' },
  tree,
  '[': everyday('test'),
  addgroup: everyday('addgroup'),
  adduser: everyday('adduser'),
  arch: everyday('arch'),
  base32: everyday('baseEncoding'),
  base64: everyday('baseEncoding'),
  basename: everyday('basename'),
  cat: everyday('cat'),
  chgrp: everyday('chgrp'),
  chmod: everyday('chmod'),
  chown: everyday('chown'),
  chroot: everyday('chroot'),
  cksum: everyday('cksum'),
  clear: everyday('clear'),
  cmp: everyday('cmp'),
  comm: everyday('comm'),
  cp: everyday('cp'),
  cut: everyday('cut'),
  date: everyday('date'),
  delgroup: everyday('delgroup'),
  deluser: everyday('deluser'),
  df: everyday('df'),
  dirname: everyday('dirname'),
  du: everyday('du'),
  echo: everyday('echo'),
  egrep: everyday('grep'),
  env: everyday('env'),
  expand: everyday('expand'),
  expr: everyday('expr'),
  factor: everyday('factor'),
  false: everyday('falseCommand'),
  fgrep: everyday('grep'),
  find: everyday('find'),
  fold: everyday('fold'),
  free: everyday('free'),
  grep: everyday('grep'),
  groupadd: { command: everyday('groupadd'), only: 'gnu' },
  groupdel: { command: everyday('delgroup'), only: 'gnu' },
  groups: everyday('groups'),
  head: everyday('head'),
  hostname: everyday('hostname'),
  id: everyday('id'),
  join: everyday('joinLines'),
  kill: everyday('kill'),
  killall: everyday('killall'),
  link: everyday('link'),
  ln: everyday('ln'),
  logname: everyday('logname'),
  ls: everyday('ls'),
  md5sum: everyday('checksum'),
  mkdir: everyday('mkdir'),
  mkfifo: everyday('mkfifo'),
  mknod: everyday('mknod'),
  mktemp: everyday('mktemp'),
  mount: everyday('mount'),
  mv: everyday('mv'),
  nice: everyday('nice'),
  nl: everyday('nl'),
  nohup: everyday('nohup'),
  nproc: everyday('nproc'),
  passwd: everyday('passwd'),
  paste: everyday('paste'),
  pgrep: everyday('pgrep'),
  pidof: everyday('pidof'),
  pkill: everyday('pgrep'),
  printenv: everyday('printenv'),
  printf: everyday('printf'),
  ps: everyday('ps'),
  pwd: everyday('pwd'),
  readlink: everyday('readlink'),
  realpath: everyday('realpath'),
  reset: everyday('reset'),
  rev: everyday('rev'),
  rm: everyday('rm'),
  rmdir: everyday('rmdir'),
  sed: everyday('sed'),
  seq: everyday('seq'),
  setsid: everyday('setsid'),
  sha1sum: everyday('checksum'),
  sha224sum: everyday('checksum'),
  sha256sum: everyday('checksum'),
  sha384sum: everyday('checksum'),
  sha512sum: everyday('checksum'),
  shuf: everyday('shuf'),
  sleep: everyday('sleep'),
  sort: everyday('sort'),
  split: everyday('split'),
  stat: everyday('stat'),
  strings: everyday('strings'),
  su: everyday('su'),
  sudo: { command: sudo, only: 'gnu' },
  sum: everyday('sum'),
  sync: everyday('sync'),
  tac: everyday('tac'),
  tail: everyday('tail'),
  tee: everyday('tee'),
  test: everyday('test'),
  time: everyday('time'),
  timeout: everyday('timeout'),
  touch: everyday('touch'),
  tr: everyday('tr'),
  true: everyday('trueCommand'),
  truncate: everyday('truncate'),
  tty: everyday('tty'),
  umount: everyday('umount'),
  uname: everyday('uname'),
  unexpand: everyday('unexpand'),
  uniq: everyday('uniq'),
  unlink: everyday('unlink'),
  uptime: everyday('uptime'),
  useradd: { command: everyday('useradd'), only: 'gnu' },
  userdel: { command: everyday('deluser'), only: 'gnu' },
  usermod: { command: everyday('usermod'), only: 'gnu' },
  users: everyday('who'),
  watch,
  wc: everyday('wc'),
  which: everyday('which'),
  who: everyday('who'),
  whoami: everyday('whoami'),
  tar,
  gzip,
  gunzip: gzip,
  zcat: gzip,
  awk,
  mawk: { command: awk, only: 'gnu' },
  gawk: { command: awk, only: 'gnu' },
  diff,
  less,
  more,
  nano: { command: nano, only: 'gnu' },
  top,
  stty,
  vi,
  vim: { command: vi, only: 'gnu' },
  patch,
  dd,
  install,
  od,
  hexdump,
  hd: hexdump,
  xxd,
  getopt,
  fmt: { command: fmt, only: 'gnu' },
  tsort,
  iconv: { command: iconv, only: 'gnu' },
  bc,
  cal: { command: cal, only: 'busybox' },
  dos2unix: { command: dos2unix, only: 'busybox' },
  fallocate,
  unix2dos: { command: dos2unix, only: 'busybox' },
  uuencode,
  uudecode,
  xargs: everyday('xargs'),
  yes: everyday('yes'),
};
