import type { Commands } from '../../cli.ts';
import { build } from './build.ts';
import { withBuilder } from './builder.ts';
import { inspect, ls, use } from './builders.ts';
import { prune, version } from './cache.ts';
import { du } from './disk-usage.ts';
import { inspectRemote } from './imagetools.ts';

export const buildCommands: Commands = {
  'buildx build': withBuilder(build),
  'buildx du': withBuilder(du),
  'buildx imagetools inspect': inspectRemote,
  'buildx inspect': inspect,
  'buildx ls': ls,
  'buildx prune': withBuilder(prune),
  'buildx use': use,
  'buildx version': version,
};
