import type { Command, Flavour } from './common/context.ts';
import { cat } from './files/cat.ts';
import { chmod } from './files/chmod.ts';
import { chgrp, chown } from './files/chown.ts';
import { cp } from './files/cp.ts';
import { link, ln } from './files/ln.ts';
import { mkdir, rmdir } from './files/mkdir.ts';
import { mv } from './files/mv.ts';
import { rm, unlink } from './files/rm.ts';
import { sleep } from './process/sleep.ts';
import { head } from './text/head.ts';
import { wc } from './text/wc.ts';
import { echo } from './value/echo.ts';
import { falseCommand, trueCommand } from './value/true.ts';

/** A command in both flavours, or in one only. */
export type Entry = Command | { readonly command: Command; readonly only?: Flavour };

/** Every command by name. Large ones are loaded when they are first run. */
export const COMMANDS: Record<string, Entry> = {
  cat,
  chgrp,
  chmod,
  chown,
  cp,
  echo,
  false: falseCommand,
  head,
  link,
  ln,
  mkdir,
  mv,
  rm,
  rmdir,
  sleep,
  true: trueCommand,
  unlink,
  wc,
};
