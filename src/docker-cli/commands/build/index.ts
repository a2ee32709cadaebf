import type { Commands } from '../../cli.ts';
import { build } from './build.ts';
import { inspect, ls, prune, use, version } from './cache.ts';
import { du } from './disk-usage.ts';
import { inspectRemote } from './imagetools.ts';

export const buildCommands: Commands = {
  'buildx build': build,
  'buildx du': du,
  'buildx imagetools inspect': inspectRemote,
  'buildx inspect': inspect,
  'buildx ls': ls,
  'buildx prune': prune,
  'buildx use': use,
  'buildx version': version,
};
