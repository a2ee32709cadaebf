import type { Command, Flavour } from './common/context.ts';
import { cat } from './files/cat.ts';
import { chmod } from './files/chmod.ts';
import { chgrp, chown } from './files/chown.ts';
import { cp } from './files/cp.ts';
import { link, ln } from './files/ln.ts';
import { ls } from './files/ls.ts';
import { mkdir, rmdir } from './files/mkdir.ts';
import { mv } from './files/mv.ts';
import { rm, unlink } from './files/rm.ts';
import { stat } from './files/stat.ts';
import { touch } from './files/touch.ts';
import { sleep } from './process/sleep.ts';
import { find } from './search/find.ts';
import { grep } from './search/grep.ts';
import { xargs } from './search/xargs.ts';
import { cut } from './text/cut.ts';
import { head } from './text/head.ts';
import { sort } from './text/sort.ts';
import { tail } from './text/tail.ts';
import { tr } from './text/tr.ts';
import { wc } from './text/wc.ts';
import { echo } from './value/echo.ts';
import { printf } from './value/printf.ts';
import { test } from './value/test.ts';
import { falseCommand, trueCommand } from './value/true.ts';

/** A command in both flavours, or in one only. */
export type Entry = Command | { readonly command: Command; readonly only?: Flavour };

/** Every command by name. Large ones are loaded when they are first run. */
export const COMMANDS: Record<string, Entry> = {
  '[': test,
  cat,
  chgrp,
  chmod,
  chown,
  cp,
  cut,
  echo,
  egrep: grep,
  false: falseCommand,
  fgrep: grep,
  find,
  grep,
  head,
  link,
  ln,
  ls,
  mkdir,
  mv,
  printf,
  rm,
  rmdir,
  sleep,
  sort,
  stat,
  tail,
  test,
  touch,
  tr,
  true: trueCommand,
  unlink,
  wc,
  xargs,
};
