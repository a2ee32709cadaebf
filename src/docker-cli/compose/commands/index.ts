import type { ComposeCommands } from '../command.ts';
import { build, pull } from './build.ts';
import { config } from './config.ts';
import { down } from './down.ts';
import { events } from './events.ts';
import { attach, exec } from './exec.ts';
import { commit, cp, exporting } from './files.ts';
import { kill, pause, restart, rm, start, stop, unpause, wait } from './lifecycle.ts';
import { images, ls, port, top, version, volumes } from './list.ts';
import { logs } from './logs.ts';
import { ps } from './ps.ts';
import { run } from './run.ts';
import { create, scale, up } from './up.ts';

export const composeCommands: ComposeCommands = {
  attach,
  build,
  commit,
  config,
  cp,
  create,
  down,
  events,
  exec,
  export: exporting,
  images,
  kill,
  logs,
  ls,
  pause,
  port,
  ps,
  pull,
  restart,
  rm,
  run,
  scale,
  start,
  stop,
  top,
  unpause,
  up,
  version,
  volumes,
  wait,
};
