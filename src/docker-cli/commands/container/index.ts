import type { Commands } from '../../cli.ts';
import { create } from './create.ts';
import { ls } from './ps.ts';
import { run } from './run.ts';

export const containerCommands: Commands = { 'container create': create, 'container ls': ls, 'container run': run };
