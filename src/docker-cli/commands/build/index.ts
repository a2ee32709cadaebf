import type { Commands } from '../../cli.ts';

export const buildCommands: Commands = {};
