import type { Commands } from '../../cli.ts';
import { build } from './build.ts';
import { du, inspect, ls, prune, use, version } from './cache.ts';

export const buildCommands: Commands = {
  'buildx build': build,
  'buildx du': du,
  'buildx inspect': inspect,
  'buildx ls': ls,
  'buildx prune': prune,
  'buildx use': use,
  'buildx version': version,
};
