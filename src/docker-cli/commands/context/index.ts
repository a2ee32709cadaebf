import type { Commands } from '../../cli.ts';

export const contextCommands: Commands = {};
