import type { Command } from '../common/context.ts';

/** true(1) */
export const trueCommand: Command = () => 0;

/** false(1) */
export const falseCommand: Command = () => 1;
