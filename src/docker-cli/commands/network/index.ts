import type { Commands } from '../../cli.ts';

export const networkCommands: Commands = {};
