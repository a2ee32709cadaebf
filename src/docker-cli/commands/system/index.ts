import type { Commands } from '../../cli.ts';
import { inspect } from '../inspect.ts';
import { df } from './df.ts';
import { events } from './events.ts';
import { info } from './info.ts';
import { login, logout, search } from './login.ts';
import { systemPrune } from './prune.ts';
import { version } from './version.ts';

export const systemCommands: Commands = {
  inspect,
  login,
  logout,
  search,
  'system df': df,
  'system events': events,
  'system info': info,
  'system prune': systemPrune,
  version,
};
