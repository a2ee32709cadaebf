import type { Commands } from '../../cli.ts';
import { version } from './version.ts';

export const systemCommands: Commands = { version };
