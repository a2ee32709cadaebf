import { encode } from '../../../kernel/text.ts';
import type { ParameterOperation, ParameterPart, Word } from '../grammar/tree.ts';
import { ShellFailure } from '../run/outcome.ts';
import type { Shell } from '../run/shell.ts';
import { arrayKeys, arrayValues } from '../run/variables.ts';
import { arithmetic } from './calculate.ts';
import { addWord, expandPattern, expandText } from './expand.ts';
import { MATCHED, matches, remove, replace } from './pattern.ts';
import { effect } from './replay.ts';
import type { Sink } from './sink.ts';

const NAME = /^[A-Za-z_]\w*$/;

/** Parameter expansion (POSIX 2.6.2, and what busybox and bash add). */
export function addParameter(shell: Shell, part: ParameterPart, sink: Sink): void {
  const { operation } = part;
  if (!operation && !part.index && !part.length && !part.indirect) {
    if (part.name === '@' || part.name === '*') {
      addList(shell, part, shell.positional, part.name, sink);
      return;
    }
    const value = part.name === 'RANDOM' ? effect(shell, () => shell.parameter(part.name)) : shell.parameter(part.name);
    if (value === undefined) {
      if (shell.options.nounset) unset(shell, part);
      if (part.quoted) sink.add('', true);
      return;
    }
    put(part, value, sink);
    return;
  }
  if (operation?.kind === 'bad') bad(shell, part);
  if (part.indirect && !shell.dialect.bash) bad(shell, part);
  if (operation?.kind === 'names') {
    addList(shell, part, variableNames(shell, part.name), operation.operator, sink);
    return;
  }
  if (part.indirect) {
    addIndirect(shell, part, sink);
    return;
  }
  const list = listOf(shell, part);
  if (part.length) {
    put(part, lengthOf(shell, part, list), sink);
    return;
  }
  if (list) {
    addListOperation(shell, part, list, sink);
    return;
  }
  const value = part.index ? shell.element(part.name, expandText(shell, part.index)) : shell.parameter(part.name);
  if (!operation) {
    if (value === undefined && shell.options.nounset) unset(shell, part);
    put(part, value ?? '', sink);
    return;
  }
  if (operation.kind === 'default') {
    addDefault(shell, part, operation, value, value === '', sink);
    return;
  }
  if (value === undefined && shell.options.nounset) unset(shell, part);
  put(part, transform(shell, operation, value ?? '', part), sink);
}

function put(part: ParameterPart, value: string, sink: Sink): void {
  if (part.quoted) sink.add(value, true);
  else sink.split(value);
}

function bad(shell: Shell, part: ParameterPart): never {
  const { flavour } = shell.dialect;
  if (flavour === 'bash') throw new ShellFailure(`${part.text}: bad substitution`, 1);
  throw new ShellFailure(flavour === 'dash' ? 'Bad substitution' : 'syntax error: bad substitution', 2);
}

function unset(shell: Shell, part: ParameterPart): never {
  const shown = /^[\d!]/.test(part.name) && shell.dialect.bash ? `$${part.name}` : part.name;
  if (shell.dialect.bash) throw new ShellFailure(`${shown}: unbound variable`, fatalStatus(shell));
  throw new ShellFailure(`${shown}: parameter not set`, 2);
}

/** bash's status after an unset parameter: 127 where `-c` ends with it. */
export function fatalStatus(shell: Shell): number {
  return shell.commandString && shell.subshells === 0 ? 127 : 1;
}

/** The elements, when the parameter stands for several. */
function listOf(shell: Shell, part: ParameterPart): string[] | undefined {
  if (part.name === '@' || part.name === '*') return shell.positional;
  if (part.index?.text !== '@' && part.index?.text !== '*') return undefined;
  const dynamic = shell.dialect.bash ? shell.dynamicList(part.name) : undefined;
  if (dynamic) return dynamic;
  const variable = shell.variables.lookup(part.name);
  return variable ? arrayValues(variable) : [];
}

function starred(part: ParameterPart): '@' | '*' {
  return (part.index?.text ?? part.name) === '*' ? '*' : '@';
}

function addList(shell: Shell, part: ParameterPart, list: readonly string[], how: string, sink: Sink): void {
  if (how === '*' && part.quoted) {
    sink.add(list.join(shell.joiner()), true);
    return;
  }
  if (!sink.fields && how === '*') {
    sink.add(list.join(shell.joiner()), part.quoted);
    return;
  }
  list.forEach((value, index) => {
    if (index > 0) sink.next(part.quoted);
    put(part, value, sink);
  });
}

function addListOperation(shell: Shell, part: ParameterPart, list: string[], sink: Sink): void {
  const { operation } = part;
  if (!operation) {
    addList(shell, part, list, starred(part), sink);
    return;
  }
  if (operation.kind === 'default') {
    const empty =
      list.length === 0 ||
      (shell.dialect.bash ? list.length === 1 && list[0] === '' : list.join(shell.joiner()) === '');
    const value = list.length === 0 && shell.dialect.bash ? undefined : list.join(' ');
    if (useWord(operation, value, empty) !== 'value') {
      addDefault(shell, part, operation, value, empty, sink);
      return;
    }
    addList(shell, part, list, starred(part), sink);
    return;
  }
  if (operation.kind === 'slice') {
    const positional = part.name === '@' || part.name === '*';
    const all = positional ? [shell.name, ...list] : list;
    const offset = Number(arithmetic(shell, expandText(shell, operation.offset)));
    const from = offset < 0 ? all.length + offset : Math.max(offset, 0);
    const count = operation.length ? Number(arithmetic(shell, expandText(shell, operation.length))) : all.length;
    const rest = positional && offset === 0 ? all : all.slice(from);
    addList(shell, part, rest.slice(0, count), starred(part), sink);
    return;
  }
  if (!shell.dialect.bash) {
    put(part, transform(shell, operation, list.join(' '), part), sink);
    return;
  }
  addList(
    shell,
    part,
    list.map((value) => transform(shell, operation, value, part)),
    starred(part),
    sink,
  );
}

type Default = Extract<ParameterOperation, { kind: 'default' }>;

function useWord(operation: Default, value: string | undefined, empty: boolean): 'value' | 'word' | 'nothing' {
  const missing = value === undefined || (operation.orEmpty && empty);
  if (operation.operator === '+') return missing ? 'nothing' : 'word';
  return missing ? 'word' : 'value';
}

function addDefault(
  shell: Shell,
  part: ParameterPart,
  operation: Default,
  value: string | undefined,
  empty: boolean,
  sink: Sink,
): void {
  const use = useWord(operation, value, empty);
  if (use === 'value') {
    put(part, value ?? '', sink);
    return;
  }
  if (use === 'nothing') {
    if (part.quoted) sink.add('', true);
    return;
  }
  if (operation.operator === '-' || operation.operator === '+') {
    if (part.quoted)
      sink.add(
        '',
        operation.word.parts.every((inner) => inner.kind !== 'parameter' || inner.name !== '@'),
      );
    addWord(shell, operation.word, sink, !part.quoted);
    return;
  }
  const text = expandText(shell, operation.word);
  if (operation.operator === '?') {
    const message =
      text ||
      (operation.orEmpty && shell.dialect.bash
        ? 'parameter null or not set'
        : operation.orEmpty
          ? 'parameter not set or null'
          : 'parameter not set');
    throw new ShellFailure(`${part.name}: ${message}`, shell.dialect.bash ? fatalStatus(shell) : 2);
  }
  if (!NAME.test(part.name)) {
    if (shell.dialect.bash) throw new ShellFailure(`$${part.name}: cannot assign in this way`, 1);
    bad(shell, part);
  }
  if (part.index) shell.setElement(part.name, expandText(shell, part.index), text);
  else shell.assign(part.name, text);
  put(part, text, sink);
}

function lengthOf(shell: Shell, part: ParameterPart, list: string[] | undefined): string {
  // to the Almquist shells all parameters together are one text
  if (list) return String(shell.dialect.bash ? list.length : shell.lengthOf(list.join(' ')));
  const value = part.index ? shell.element(part.name, expandText(shell, part.index)) : shell.parameter(part.name);
  if (value === undefined && shell.options.nounset) unset(shell, part);
  return String(shell.lengthOf(value ?? ''));
}

export function byteLength(text: string): number {
  return encode(text).length;
}

function transform(shell: Shell, operation: ParameterOperation, value: string, part: ParameterPart): string {
  switch (operation.kind) {
    case 'remove':
      return remove(value, operation.operator, expandPattern(shell, operation.pattern), shell.matching);
    case 'replace': {
      const replacement = expandText(shell, bashReplacement(shell, operation.replacement));
      return replace(value, operation.operator, expandPattern(shell, operation.pattern), replacement, shell.matching);
    }
    case 'slice':
      return slice(shell, operation, value, part);
    case 'case': {
      const pattern = operation.pattern ? expandPattern(shell, operation.pattern) : '?';
      const change = (character: string): string => {
        if (!matches(pattern, character, shell.matching)) return character;
        return operation.operator.startsWith('^') ? character.toUpperCase() : character.toLowerCase();
      };
      const characters = [...value];
      if (operation.operator.length === 2) return characters.map(change).join('');
      return characters.map((character, index) => (index === 0 ? change(character) : character)).join('');
    }
    case 'transform':
      return transformed(shell, operation.operator, value);
    default:
      return value;
  }
}

/** bash: an unquoted `&` is what was matched (patsub_replacement). */
function bashReplacement(shell: Shell, word: Word): Word {
  if (!shell.dialect.bash || !word.text.includes('&')) return word;
  const parts = word.parts.map((part) =>
    part.kind === 'literal' && !part.quoted ? { ...part, value: part.value.replaceAll('&', MATCHED) } : part,
  );
  return { ...word, literal: undefined, parts };
}

function transformed(shell: Shell, operator: string, value: string): string {
  switch (operator) {
    case 'U':
      return value.toUpperCase();
    case 'L':
      return value.toLowerCase();
    case 'u':
      return value.slice(0, 1).toUpperCase() + value.slice(1);
    case 'Q':
      return `'${value.replaceAll("'", "'\\''")}'`;
    case 'E':
      return value.replace(/\\(n|t|r|\\)/g, (_, letter: string) => ({ n: '\n', t: '\t', r: '\r' })[letter] ?? letter);
    default:
      return shell.dialect.bash ? value : '';
  }
}

function slice(
  shell: Shell,
  operation: Extract<ParameterOperation, { kind: 'slice' }>,
  value: string,
  part: ParameterPart,
): string {
  const characters = [...value];
  const offset = Number(arithmetic(shell, expandText(shell, operation.offset)));
  const from = offset < 0 ? characters.length + offset : offset;
  if (from < 0) return '';
  if (!operation.length) return characters.slice(from).join('');
  const length = Number(arithmetic(shell, expandText(shell, operation.length)));
  if (length >= 0) return characters.slice(from, from + length).join('');
  const end = characters.length + length;
  if (end < from && shell.dialect.bash) {
    throw new ShellFailure(`${operation.length.text}: substring expression < 0`, 1);
  }
  void part;
  return characters.slice(from, Math.max(from, end)).join('');
}

function variableNames(shell: Shell, prefix: string): string[] {
  return shell.variables.names().filter((name) => name.startsWith(prefix) && shell.variables.get(name) !== undefined);
}

/** bash: `${!name}` and `${!array[@]}`. */
function addIndirect(shell: Shell, part: ParameterPart, sink: Sink): void {
  if (part.index?.text === '@' || part.index?.text === '*') {
    const variable = shell.variables.lookup(part.name);
    const keys = variable ? (variable.array ? arrayKeys(variable) : variable.value === undefined ? [] : ['0']) : [];
    addList(shell, part, keys, starred(part), sink);
    return;
  }
  const target = shell.parameter(part.name) ?? '';
  const match = /^([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[(.*)\])?$/s.exec(target);
  if (!match) {
    if (part.operation?.kind === 'default') {
      addDefault(shell, part, part.operation, undefined, true, sink);
      return;
    }
    throw new ShellFailure(target ? `${target}: invalid variable name` : `${part.name}: invalid indirect expansion`, 1);
  }
  const index = match[2] === undefined ? undefined : indexWord(match[2]);
  addParameter(shell, { ...part, name: match[1]!, index, indirect: false }, sink);
}

function indexWord(text: string): ParameterPart['index'] {
  return { kind: 'word', parts: [{ kind: 'literal', value: text, quoted: true }], literal: text, effects: false, text };
}
