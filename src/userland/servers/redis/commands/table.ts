import type { CommandTable } from './context.ts';
import { HASHES } from './hashes.ts';
import { KEYS } from './keys.ts';
import { LISTS } from './lists.ts';
import { SETS } from './sets.ts';
import { SORTED_SETS } from './sorted-sets.ts';
import { STRINGS } from './strings.ts';

/** The commands that only touch data. */
export const DATA_COMMANDS: CommandTable = { ...STRINGS, ...LISTS, ...HASHES, ...SETS, ...SORTED_SETS, ...KEYS };

/** Commands of Redis 7.4 that are not here: refused by name, so that nobody takes them for typing errors. */
export const NOT_SIMULATED: ReadonlySet<string> = new Set(
  `acl asking bitcount bitfield bitop bitpos blmove blmpop bzmpop bzpopmax bzpopmin cluster dump eval evalsha failover
  fcall function geoadd geodist geohash geopos georadius geosearch getbit hexpire hrandfield latency lcs lmpop lolwut
  lpos memory migrate module monitor pfadd pfcount pfmerge psync readonly readwrite replicaof replconf restore role
  script setbit sintercard slaveof slowlog sort spublish ssubscribe subscr swapdb sync wait xack xadd xautoclaim xclaim
  xdel xgroup xinfo xlen xpending xrange xread xreadgroup xrevrange xtrim zdiff zinter zinterstore zlexcount zmpop
  zmscore zrandmember zrangebylex zrangestore zremrangebylex zremrangebyrank zremrangebyscore zscan zunion
  zunionstore`.split(/\s+/),
);
