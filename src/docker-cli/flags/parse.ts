import { StatusError } from '../errors.ts';
import type { CommandSpec, FlagSpec } from '../reference/reference.ts';
import { Flags } from './flags.ts';
import { isBoolean, readValue } from './values.ts';

/** Says what is wrong with the command line; `docker run` and the others print it alike and exit with 125. */
export class FlagError extends Error {}

export interface ParsedLine {
  readonly flags: Flags;
  readonly args: string[];
  readonly help: boolean;
}

/**
 * Splits a command line into flags and arguments as spf13/pflag does: `--name value`, `--name=value`, `-abc`, `-n5`, `--`.
 * Without `interspersed`, the first argument ends the flags (`docker run IMAGE -x` is the container's -x).
 */
export function parseFlags(
  spec: Pick<CommandSpec, 'flags'>,
  words: readonly string[],
  interspersed: boolean,
): ParsedLine {
  const flags = new Flags(spec.flags);
  const args: string[] = [];
  let help = false;
  let i = 0;
  const set = (flag: FlagSpec, value: string) => {
    try {
      flags.add(flag, readValue(flag, value, flags));
    } catch (error) {
      const shown = flag.shorthand ? `-${flag.shorthand}, --${flag.name}` : `--${flag.name}`;
      throw new FlagError(`invalid argument ${quote(value)} for "${shown}" flag: ${(error as Error).message}`);
    }
  };
  while (i < words.length) {
    const word = words[i++]!;
    if (word === '--') {
      args.push(...words.slice(i));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      args.push(word);
      if (interspersed) continue;
      args.push(...words.slice(i));
      break;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = word.slice(2, equals < 0 ? undefined : equals);
      if (name === '' || name.startsWith('-')) throw new FlagError(`bad flag syntax: ${word}`);
      if (name === 'help') {
        help = true;
        continue;
      }
      const flag = flags.find(name);
      if (!flag) throw new FlagError(`unknown flag: --${name}`);
      if (equals >= 0) set(flag, word.slice(equals + 1));
      else if (isBoolean(flag)) set(flag, 'true');
      else if (i < words.length) set(flag, words[i++]!);
      else throw new FlagError(`flag needs an argument: --${name}`);
      continue;
    }
    let cluster = word.slice(1);
    while (cluster !== '') {
      const letter = [...cluster][0]!;
      const rest = cluster.slice(letter.length);
      const flag = flags.findShorthand(letter);
      if (!flag) {
        if (letter === 'h') {
          help = true;
          cluster = rest;
          continue;
        }
        throw new FlagError(`unknown shorthand flag: '${letter}' in -${cluster}`);
      }
      cluster = '';
      if (rest.startsWith('=')) set(flag, rest.slice(1));
      else if (isBoolean(flag)) {
        set(flag, 'true');
        cluster = rest;
      } else if (rest !== '') set(flag, rest);
      else if (i < words.length) set(flag, words[i++]!);
      else throw new FlagError(`flag needs an argument: '${letter}' in -${letter}`);
    }
  }
  return { flags, args, help };
}

export const quote = (text: string): string => JSON.stringify(text);

/** The text cobra's FlagErrorFunc of docker makes of it. */
export function flagFailure(error: FlagError, usage: string, path: string): StatusError {
  const line = usage.split('\n')[0]!;
  return new StatusError(
    `${error.message}\n\nUsage:  docker ${line}\n\nRun 'docker${path && ` ${path}`} --help' for more information`,
    125,
  );
}
