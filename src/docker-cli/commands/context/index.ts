import type { Commands } from '../../cli.ts';
import { create, update } from './create.ts';
import { inspect } from './inspect.ts';
import { ls } from './ls.ts';
import { exportContext, importContext } from './transfer.ts';
import { rm, show, use } from './use.ts';

export const contextCommands: Commands = {
  'context create': create,
  'context export': exportContext,
  'context import': importContext,
  'context inspect': inspect,
  'context ls': ls,
  'context rm': rm,
  'context show': show,
  'context update': update,
  'context use': use,
};
