import type { Commands } from '../../cli.ts';
import { build } from './build.ts';

export const buildCommands: Commands = { 'buildx build': build };
