import { goQuote } from '../quote.ts';
import { BLANKS, splitWords } from './words.ts';

export interface Arguments {
  readonly arguments: string[];
  readonly json: boolean;
}

type Splitter = (rest: string, escapeToken: string) => Arguments;

const words = (list: string[]): Arguments => ({ arguments: list, json: false });

/** How each instruction splits what follows its keyword; ONBUILD is split by the parser itself. */
export const splitters: Readonly<Record<string, Splitter>> = {
  add: jsonOrBlanks,
  arg: (rest, escapeToken) => words(splitWords(rest, escapeToken)),
  cmd: jsonOrText,
  copy: jsonOrBlanks,
  entrypoint: jsonOrText,
  env: (rest, escapeToken) => words(nameValues(rest, 'ENV', escapeToken)),
  expose: (rest) => words(onBlanks(rest)),
  from: (rest) => words(onBlanks(rest)),
  healthcheck: healthcheck,
  label: (rest, escapeToken) => words(nameValues(rest, 'LABEL', escapeToken)),
  maintainer: text,
  run: jsonOrText,
  shell: jsonOrText,
  stopsignal: text,
  user: text,
  volume: jsonOrBlanks,
  workdir: text,
};

function text(rest: string): Arguments {
  return words(rest === '' ? [] : [rest]);
}

function onBlanks(rest: string): string[] {
  return rest === '' ? [] : rest.split(BLANKS);
}

/** name, value, delimiter triples; the delimiter is '' for the old `ENV name value`. */
export function nameValues(rest: string, keyword: string, escapeToken: string): string[] {
  const list = splitWords(rest, escapeToken);
  if (list.length === 0) return [];
  if (!list[0]!.includes('=')) {
    const blank = BLANKS.exec(rest);
    if (!blank) throw new Error(`${keyword} must have two arguments`);
    return [rest.slice(0, blank.index), rest.slice(blank.index + blank[0].length), ''];
  }
  return list.flatMap((word) => {
    const equals = word.indexOf('=');
    if (equals < 0) {
      throw new Error(`Syntax error - can't find = in ${goQuote(word)}. Must be of the form: name=value`);
    }
    return [word.slice(0, equals), word.slice(equals + 1), '='];
  });
}

/** A JSON array of strings; undefined when it is no JSON array, an error when it holds anything else. */
export function jsonStrings(rest: string): string[] | undefined {
  if (!rest.replace(/^\s+/u, '').startsWith('[')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(rest);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  if (!value.every((item) => typeof item === 'string')) {
    throw new Error('when using JSON array syntax, arrays must be comprised of strings only');
  }
  return value;
}

function jsonOrText(rest: string): Arguments {
  if (rest === '') return words([]);
  const list = jsonStrings(rest);
  return list ? { arguments: list, json: true } : words([rest]);
}

function jsonOrBlanks(rest: string): Arguments {
  const list = jsonStrings(rest);
  return list ? { arguments: list, json: true } : words(onBlanks(rest));
}

function healthcheck(rest: string): Arguments {
  const match = /^(\S+)\s*([\s\S]*)$/u.exec(rest);
  if (!match) return words([]);
  const command = jsonOrText(match[2]!);
  return { arguments: [match[1]!, ...command.arguments], json: command.json };
}
