import type { Command, Flavour } from './common/context.ts';
import { baseEncoding, checksum, cksum, sum } from './digest/sums.ts';
import { cat } from './files/cat.ts';
import { chmod } from './files/chmod.ts';
import { chgrp, chown } from './files/chown.ts';
import { cp } from './files/cp.ts';
import { link, ln } from './files/ln.ts';
import { ls } from './files/ls.ts';
import { mkfifo, mknod, mktemp, sync, truncate } from './files/make-special.ts';
import { mkdir, rmdir } from './files/mkdir.ts';
import { mv } from './files/mv.ts';
import { basename, dirname, pwd, readlink, realpath } from './files/names.ts';
import { rm, unlink } from './files/rm.ts';
import { stat } from './files/stat.ts';
import { touch } from './files/touch.ts';
import { ps } from './process/ps.ts';
import { chroot, env, nice, nohup, printenv, setsid, time, timeout, watch } from './process/run.ts';
import { kill, killall, pgrep, pidof } from './process/signals.ts';
import { sleep } from './process/sleep.ts';
import { find } from './search/find.ts';
import { grep } from './search/grep.ts';
import { xargs } from './search/xargs.ts';
import { sed } from './sed/sed.ts';
import { arch, df, du, free, hostname, mount, nproc, tty, umount, uname, uptime } from './system/machine.ts';
import { clear, reset, which } from './system/which.ts';
import { cut } from './text/cut.ts';
import { head } from './text/head.ts';
import { cmp, expand, fold, nl, split, strings, unexpand } from './text/layout.ts';
import { comm, joinLines, paste, rev, shuf, tac, tee, uniq } from './text/lines.ts';
import { sort } from './text/sort.ts';
import { tail } from './text/tail.ts';
import { tr } from './text/tr.ts';
import { wc } from './text/wc.ts';
import { groups, id, logname, who, whoami } from './user/identity.ts';
import { addgroup, adduser, delgroup, deluser, groupadd, passwd, useradd, usermod } from './user/manage.ts';
import { su } from './user/su.ts';
import { date } from './value/date.ts';
import { echo } from './value/echo.ts';
import { expr } from './value/expr.ts';
import { factor, seq, yes } from './value/numbers.ts';
import { printf } from './value/printf.ts';
import { test } from './value/test.ts';
import { falseCommand, trueCommand } from './value/true.ts';

/** A command in both flavours, or in one only. */
export type Entry = Command | { readonly command: Command; readonly only?: Flavour };

/** A large command, loaded when it is first run. */
function lazy(load: () => Promise<Command>): Command {
  return async (context) => (await load())(context);
}

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
const getopt = lazy(async () => (await import('./value/getopt.ts')).getopt);
const fmt = lazy(async () => (await import('./text/fmt.ts')).fmt);
const tsort = lazy(async () => (await import('./text/tsort.ts')).tsort);
const iconv = lazy(async () => (await import('./text/iconv.ts')).iconv);
const uuencode = lazy(async () => (await import('./archive/uuencode.ts')).uuencode);
const uudecode = lazy(async () => (await import('./archive/uuencode.ts')).uudecode);

/** Every command by name. */
export const COMMANDS: Record<string, Entry> = {
  '[': test,
  addgroup,
  adduser,
  arch,
  base32: baseEncoding,
  base64: baseEncoding,
  basename,
  cat,
  chgrp,
  chmod,
  chown,
  chroot,
  cksum,
  clear,
  cmp,
  comm,
  cp,
  cut,
  date,
  delgroup,
  deluser,
  df,
  dirname,
  du,
  echo,
  egrep: grep,
  env,
  expand,
  expr,
  factor,
  false: falseCommand,
  fgrep: grep,
  find,
  fold,
  free,
  grep,
  groupadd: { command: groupadd, only: 'gnu' },
  groupdel: { command: delgroup, only: 'gnu' },
  groups,
  head,
  hostname,
  id,
  join: joinLines,
  kill,
  killall,
  link,
  ln,
  logname,
  ls,
  md5sum: checksum,
  mkdir,
  mkfifo,
  mknod,
  mktemp,
  mount,
  mv,
  nice,
  nl,
  nohup,
  nproc,
  passwd,
  paste,
  pgrep,
  pidof,
  pkill: pgrep,
  printenv,
  printf,
  ps,
  pwd,
  readlink,
  realpath,
  reset,
  rev,
  rm,
  rmdir,
  sed,
  seq,
  setsid,
  sha1sum: checksum,
  sha224sum: checksum,
  sha256sum: checksum,
  sha384sum: checksum,
  sha512sum: checksum,
  shuf,
  sleep,
  sort,
  split,
  stat,
  strings,
  su,
  sum,
  sync,
  tac,
  tail,
  tee,
  test,
  time,
  timeout,
  touch,
  tr,
  true: trueCommand,
  truncate,
  tty,
  umount,
  uname,
  unexpand,
  uniq,
  unlink,
  uptime,
  useradd: { command: useradd, only: 'gnu' },
  userdel: { command: deluser, only: 'gnu' },
  usermod: { command: usermod, only: 'gnu' },
  users: who,
  watch,
  wc,
  which,
  who,
  whoami,
  tar,
  gzip,
  gunzip: gzip,
  zcat: gzip,
  awk,
  mawk: { command: awk, only: 'gnu' },
  gawk: { command: awk, only: 'gnu' },
  diff,
  patch,
  dd,
  install,
  od,
  hexdump,
  hd: hexdump,
  xxd,
  getopt,
  fmt,
  tsort,
  iconv,
  uuencode,
  uudecode,
  xargs,
  yes,
};
