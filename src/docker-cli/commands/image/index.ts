import type { Commands } from '../../cli.ts';
import { ls } from './ls.ts';
import { pull } from './pull.ts';

export const imageCommands: Commands = { 'image ls': ls, 'image pull': pull };
