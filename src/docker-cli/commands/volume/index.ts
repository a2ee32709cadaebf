import type { Commands } from '../../cli.ts';

export const volumeCommands: Commands = {};
