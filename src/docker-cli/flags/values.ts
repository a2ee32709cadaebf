import { ramInBytes } from '../../engine/api/units.ts';
import { parseDuration } from '../client/durations.ts';
import { flagReaders, typeReaders } from '../opts/readers.ts';
import { validateSysctl } from '../opts/validate.ts';
import type { FlagSpec } from '../reference/reference.ts';
import type { Flags, FlagValue } from './flags.ts';

export const isBoolean = (flag: FlagSpec): boolean => flag.type === 'bool';

/** Types behind which docker keeps a checking list; a `string` or `stringArray` of the same name is taken as it is. */
const CHECKED_TYPES = new Set(['list', 'mount', 'ulimit', 'filter']);

const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** One value of a flag, checked as its type in docker checks it. Failures carry the words after `flag: `. */
export function readValue(flag: FlagSpec, text: string, flags: Flags): FlagValue {
  if (flag.once !== undefined && flags.changed(flag.name)) throw new Error(flag.once);
  const reader = typeReaders[flag.type] ?? (CHECKED_TYPES.has(flag.type) ? flagReaders[flag.name] : undefined);
  if (reader) return reader(text, flags);
  switch (flag.type) {
    case 'bool':
      if (TRUE.has(text)) return true;
      if (FALSE.has(text)) return false;
      throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
    case 'int':
    case 'uint':
    case 'uint16':
    case 'int64':
      return readInteger(text, flag.type);
    case 'duration':
      return parseDuration(text);
    case 'bytes':
      return text === '-1' && flag.name === 'memory-swap' ? -1 : ramInBytes(text);
    case 'decimal':
      return readCpus(text);
    case 'strings':
      return text.split(',');
    case 'map':
      return flag.name === 'sysctl' ? validateSysctl(text) : text;
    default:
      return text;
  }
}

function readInteger(text: string, type: string): number {
  const unsigned = type.startsWith('uint');
  const call = unsigned ? 'strconv.ParseUint' : 'strconv.ParseInt';
  if (!/^[+-]?(\d+|0[xX][0-9a-fA-F]+)$/.test(text) || (unsigned && text.startsWith('-')))
    throw new Error(`${call}: parsing ${JSON.stringify(text)}: invalid syntax`);
  const value = Number(text);
  const bits = type === 'uint16' ? 65535 : Number.MAX_SAFE_INTEGER;
  if (Math.abs(value) > bits) throw new Error(`${call}: parsing ${JSON.stringify(text)}: value out of range`);
  return value;
}

/** `--cpus 1.5` in billionths of a CPU (opts.ParseCPUs). */
function readCpus(text: string): number {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(\/\d+)?$/.test(text)) throw new Error(`failed to parse ${text} as a rational number`);
  const nano = Number(text) * 1e9;
  if (!Number.isInteger(Math.round(nano * 1e3) / 1e3)) throw new Error('value is too precise');
  return Math.round(nano);
}

/** The default a flag's own help names. */
export function defaultOf(flag: FlagSpec): FlagValue | undefined {
  const shown = /\(default (.*)\)$/.exec(flag.usage.split('\n')[0]!)?.[1];
  if (shown === undefined) return undefined;
  if (flag.type === 'bool') return shown === 'true';
  if (/^(int|uint|decimal)/.test(flag.type)) return Number(shown);
  if (flag.type === 'string') return shown.replace(/^"(.*)"$/, '$1');
  return undefined;
}
