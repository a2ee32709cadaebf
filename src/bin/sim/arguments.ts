import { parseArgs } from 'node:util';
import { UsageError } from '../usage.ts';

export interface SimArguments {
  readonly json: boolean;
  readonly images: readonly string[];
  /** The folder whose copy is the working folder; undefined for an empty one. */
  readonly folder: string | undefined;
  readonly source:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'stdin' };
}

export const simUsage = `Usage:  drydock sim [OPTIONS] [SCRIPT | -c 'COMMANDS']

Run shell lines on a fresh simulated computer with a simulated Docker

Options:
  -c COMMANDS        The lines themselves, instead of a file of them (without either: standard input)
  -C DIR             Work in a copy of DIR
      --images A,B   Images that are already pulled
      --json         Print one object a line: {line, stdout, stderr, exit}
`;

/** Throws UsageError. Undefined when help was asked for. */
export function simArguments(args: string[]): SimArguments | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  if (positionals.length > 1) throw new UsageError('at most one SCRIPT');
  if (values.command !== undefined && positionals.length > 0) throw new UsageError('SCRIPT or -c, not both');
  return {
    json: values.json ?? false,
    images: (values.images ?? '').split(',').filter((image) => image !== ''),
    folder: values.directory,
    source:
      values.command !== undefined
        ? { kind: 'text', text: values.command }
        : positionals[0] !== undefined && positionals[0] !== '-'
          ? { kind: 'file', path: positionals[0] }
          : { kind: 'stdin' },
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        images: { type: 'string' },
        directory: { type: 'string', short: 'C' },
        command: { type: 'string', short: 'c' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
