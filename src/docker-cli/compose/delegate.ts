import type { Cli, Command } from '../cli.ts';
import { parseFlags } from '../flags/parse.ts';
import { commandTable } from '../reference/reference.ts';

/** Runs a command of docker itself, as `exec` of compose is `docker exec` on the container of a service. */
export async function delegate(cli: Cli, path: string, command: Command, words: readonly string[]): Promise<number> {
  const spec = commandTable().get(path)!;
  const { args, flags } = parseFlags(spec, words, command.interspersed !== false);
  return (await command.run(cli, { spec, args, flags })) ?? 0;
}

/** A flag and its value when there is one. */
export const given = (flag: string, value: string): string[] => (value === '' ? [] : [`${flag}=${value}`]);
