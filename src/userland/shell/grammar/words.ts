import type { DoubleQuotedChild, Word as SourceWord, WordPart } from 'unbash';
import type { Dialect } from '../dialect.ts';
import { parse } from './parser.ts';
import type { ParameterOperation, ParameterPart, Part, Script, Word } from './tree.ts';

/** How a word is quoted from outside: backslashes and single quotes mean other things inside double quotes. */
type Context = 'plain' | 'double' | 'assignment' | 'here-document';

export interface WordBuilder {
  readonly dialect: Dialect;
  script(source: string, line: number): Script;
  lineAt(position: number): number;
}

const EFFECTS = new Set(['substitution', 'arithmetic', 'process']);

/** What an unquoted text must hold for pathname expansion to have anything to do. */
const MAGIC = /[*?\\]|\[[\s\S]*\]|[+@!]\(/;

export function makeWord(parts: readonly Part[], text: string): Word {
  let literal: string | undefined = '';
  let unquoted = '';
  let effects = false;
  for (const part of parts) {
    if (part.kind === 'literal') {
      if (literal !== undefined) literal += part.value;
      if (!part.quoted) unquoted += part.value;
    } else {
      literal = undefined;
      effects ||= EFFECTS.has(part.kind) || (part.kind === 'parameter' && parameterEffects(part));
    }
  }
  if (literal !== undefined && MAGIC.test(unquoted)) literal = undefined;
  return { kind: 'word', parts, literal, effects, text };
}

function parameterEffects(part: ParameterPart): boolean {
  const { operation } = part;
  if (part.name === 'RANDOM' || part.index?.effects) return true;
  switch (operation?.kind) {
    case 'default':
      return operation.word.effects;
    case 'remove':
      return operation.pattern.effects;
    case 'replace':
      return operation.pattern.effects || operation.replacement.effects;
    case 'slice':
      return operation.offset.effects || (operation.length?.effects ?? false);
    case 'case':
      return operation.pattern?.effects ?? false;
    default:
      return false;
  }
}

export function literalWord(text: string): Word {
  return makeWord([{ kind: 'literal', value: text, quoted: true }], text);
}

/** One word of the parsed text, quoting resolved. */
export function buildWord(builder: WordBuilder, word: SourceWord, context: Context = 'plain'): Word {
  return makeWord(buildParts(builder, word, context), word.text);
}

export function buildParts(builder: WordBuilder, word: SourceWord, context: Context): Part[] {
  const parts: Part[] = [];
  if (word.parts) for (const part of word.parts) addPart(builder, part, context, parts);
  else addLiteral(word.text, context, parts);
  if (context !== 'plain' && context !== 'assignment') return parts;
  // bash expands the tildes of any word that looks like an assignment.
  const assigns = context === 'assignment' || (builder.dialect.bash && /^[A-Za-z_]\w*=/.test(word.text));
  return withTildes(parts, assigns);
}

/** A here-document's body, or any text in which only `$`, backquote and backslash mean something. */
export function buildText(builder: WordBuilder, text: string): Word {
  if (!/[$`\\]/.test(text)) return literalWord(text);
  const delimiter = 'EOF\u0001';
  const tree = parse(`: <<${delimiter}\n${text}\n${delimiter}\n`);
  const command = tree.commands[0]?.command;
  const document = command?.type === 'Command' ? command.redirects[0] : undefined;
  if (document?.type !== 'HereDoc') return literalWord(text);
  const word = buildBody(builder, document.body.parts, document.body.text);
  const last = word.parts.at(-1);
  const parts = [...word.parts];
  if (last?.kind === 'literal' && last.value.endsWith('\n'))
    parts[parts.length - 1] = { ...last, value: last.value.slice(0, -1) };
  return makeWord(parts, text);
}

export function buildBody(builder: WordBuilder, source: readonly WordPart[] | undefined, text: string): Word {
  const parts: Part[] = [];
  if (source) for (const part of source) addPart(builder, part, 'here-document', parts);
  else addLiteral(text, 'here-document', parts);
  return makeWord(parts, text);
}

function addPart(builder: WordBuilder, part: WordPart | DoubleQuotedChild, context: Context, parts: Part[]): void {
  const quoted = context === 'double' || context === 'here-document';
  switch (part.type) {
    case 'Literal':
      addLiteral(part.text, context, parts);
      return;
    case 'Glob':
      if (!part.parts || quoted) {
        addLiteral(part.text, context, parts);
        return;
      }
      parts.push({ kind: 'literal', value: '[', quoted: false });
      for (const inner of part.parts) addPart(builder, inner, context, parts);
      parts.push({ kind: 'literal', value: ']', quoted: false });
      return;
    case 'ExtendedGlob':
    case 'BraceExpansion':
      if (!part.parts || quoted) {
        addLiteral(part.text, context, parts);
        return;
      }
      parts.push({ kind: 'literal', value: part.type === 'BraceExpansion' ? '{' : `${part.operator}(`, quoted: false });
      for (const inner of part.parts) addPart(builder, inner, context, parts);
      parts.push({ kind: 'literal', value: part.type === 'BraceExpansion' ? '}' : ')', quoted: false });
      return;
    case 'SingleQuoted':
      if (context === 'here-document') {
        addLiteral(part.text, context, parts);
        return;
      }
      parts.push({ kind: 'literal', value: part.value, quoted: true });
      return;
    case 'AnsiCQuoted':
      parts.push({ kind: 'literal', value: builder.dialect.bash ? part.value : withoutUnicode(part), quoted: true });
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      if (part.parts.length === 0) parts.push({ kind: 'literal', value: '', quoted: true });
      for (const inner of part.parts) addPart(builder, inner, 'double', parts);
      return;
    case 'SimpleExpansion':
      parts.push({
        kind: 'parameter',
        name: part.text.slice(1),
        quoted,
        indirect: false,
        length: false,
        text: part.text,
      });
      return;
    case 'ParameterExpansion':
      parts.push(buildParameter(builder, part, quoted));
      return;
    case 'CommandExpansion':
      parts.push({ kind: 'substitution', script: substitution(builder, part.text, part.pos, quoted), quoted });
      return;
    case 'ArithmeticExpansion': {
      const inner = part.text.startsWith('$[') ? part.text.slice(2, -1) : part.text.slice(3, -2);
      parts.push({ kind: 'arithmetic', expression: buildText(builder, inner.replaceAll('"', '')), quoted });
      return;
    }
    case 'ProcessSubstitution':
      parts.push({
        kind: 'process',
        script: builder.script(part.text.slice(2, -1), builder.lineAt(part.pos)),
        direction: part.operator,
        quoted,
      });
      return;
  }
}

/** busybox's `$'…'` knows neither \u nor \U. */
function withoutUnicode(part: Extract<WordPart, { type: 'AnsiCQuoted' }>): string {
  if (!/\\[uU]/.test(part.text)) return part.value;
  const hidden = part.text.replace(/\\(\\|[uU])/g, (all, letter: string) => (letter === '\\' ? all : `\\${all}`));
  const word = parse(`: ${hidden}`).commands[0]?.command;
  const argument = word?.type === 'Command' ? word.suffix[0] : undefined;
  const found = argument && 'parts' in argument ? argument.parts?.[0] : undefined;
  return found?.type === 'AnsiCQuoted' ? found.value : part.value;
}

function substitution(builder: WordBuilder, text: string, position: number, quoted: boolean): Script {
  const line = builder.lineAt(position);
  if (text.startsWith('$(')) return builder.script(text.slice(2, -1), line);
  const escapes = quoted ? /\\([$`\\"])/g : /\\([$`\\])/g;
  return builder.script(text.slice(1, -1).replace(escapes, '$1'), line);
}

/** Splits raw text into quoted and unquoted runs. */
function addLiteral(text: string, context: Context, parts: Part[]): void {
  if (context === 'double' || context === 'here-document') {
    const escapes = context === 'double' ? /\\(\n|[$`"\\}])/g : /\\(\n|[$`\\])/g;
    const value = text.includes('\\') ? text.replace(escapes, (_, next: string) => (next === '\n' ? '' : next)) : text;
    parts.push({ kind: 'literal', value, quoted: true });
    return;
  }
  if (!text.includes('\\')) {
    parts.push({ kind: 'literal', value: text, quoted: false });
    return;
  }
  for (const [piece] of text.matchAll(/\\[\s\S]|[^\\]+|\\$/g)) {
    if (piece === '\\\n') continue;
    if (piece.length > 1 && piece[0] === '\\') parts.push({ kind: 'literal', value: piece.slice(1), quoted: true });
    else parts.push({ kind: 'literal', value: piece, quoted: piece === '\\' });
  }
}

/** Marks `~user` at the start of the word and, in an assignment, after each colon. */
function withTildes(parts: Part[], assignment: boolean): Part[] {
  if (!parts.some((part) => part.kind === 'literal' && !part.quoted && part.value.includes('~'))) return parts;
  const result: Part[] = [];
  parts.forEach((part, index) => {
    if (part.kind !== 'literal' || part.quoted) {
      result.push(part);
      return;
    }
    const start = assignment ? /(^|:)~([\w.-]*)(?=[/:]|$)/g : /(^)~([\w.-]*)(?=\/|$)/g;
    let from = 0;
    for (const match of part.value.matchAll(start)) {
      const at = match.index + match[1]!.length;
      const end = match.index + match[0].length;
      if (match[1] === '' && index > 0) continue;
      if (end === part.value.length && index < parts.length - 1) continue;
      if (at > from) result.push({ kind: 'literal', value: part.value.slice(from, at), quoted: false });
      result.push({ kind: 'tilde', user: match[2]!, quoted: true });
      from = end;
    }
    if (from < part.value.length || from === 0)
      result.push({ kind: 'literal', value: part.value.slice(from), quoted: false });
  });
  return result;
}

/** `${!-word}` is about `$!`, not about what `$-` names; so is `${!?word}`, but not to bash. */
function lastBackground(part: SourceParameter, bash: boolean): SourceParameter | undefined {
  if (!(bash ? /^\$\{!-.+\}$/s : /^\$\{![-?].+\}$/s).test(part.text)) return undefined;
  const command = parse(`: ${part.text.replace('!', 'x')}`).commands[0]?.command;
  const word = command?.type === 'Command' ? command.suffix[0] : undefined;
  const found = word && 'parts' in word ? word.parts?.[0] : undefined;
  return found?.type === 'ParameterExpansion' ? { ...found, parameter: '', prefix: '!' } : undefined;
}

type SourceParameter = Extract<WordPart, { type: 'ParameterExpansion' }>;

function buildParameter(builder: WordBuilder, source: SourceParameter, quoted: boolean): ParameterPart {
  const part = lastBackground(source, builder.dialect.bash) ?? source;
  // `${!:-word}`: the mark is the parameter itself when none follows it
  const itself = part.parameter === '' && part.operation ? part.prefix : undefined;
  return {
    kind: 'parameter',
    name: itself ?? part.parameter,
    quoted,
    indirect: part.prefix === '!' && !itself,
    length: part.prefix === '#' && !itself,
    index: part.index && buildWord(builder, part.index, 'double'),
    operation: part.parameter === '' && !itself ? { kind: 'bad' } : buildOperation(builder, part, quoted),
    text: source.text,
  };
}

function buildOperation(builder: WordBuilder, part: SourceParameter, quoted: boolean): ParameterOperation | undefined {
  const { operation } = part;
  const { dialect } = builder;
  if (!operation) {
    if (!dialect.bash && (part.index || part.prefix === '!')) return { kind: 'bad' };
    return undefined;
  }
  const text = (word: SourceWord): Word => buildWord(builder, word, quoted ? 'double' : 'plain');
  switch (operation.type) {
    case 'Default': {
      const operator = operation.operator.at(-1) as '-' | '=' | '?' | '+';
      return { kind: 'default', operator, orEmpty: operation.operator.length === 2, word: text(operation.operand) };
    }
    case 'Remove':
      return { kind: 'remove', operator: operation.operator, pattern: buildWord(builder, operation.operand) };
    case 'Replace':
      if (!dialect.extended) return { kind: 'bad' };
      return {
        kind: 'replace',
        operator: operation.operator,
        pattern: buildWord(builder, operation.pattern),
        replacement: buildWord(builder, operation.replacement),
      };
    case 'Slice':
      if (!dialect.extended) return { kind: 'bad' };
      return {
        kind: 'slice',
        offset: buildText(builder, operation.offset.text),
        length: operation.length && buildText(builder, operation.length.text),
      };
    case 'CaseModification':
      if (!dialect.bash) return { kind: 'bad' };
      return {
        kind: 'case',
        operator: operation.operator,
        pattern: operation.operand && buildWord(builder, operation.operand),
      };
    case 'Transform':
      return dialect.bash ? { kind: 'transform', operator: operation.operand.value } : { kind: 'bad' };
    case 'Names':
      return dialect.bash ? { kind: 'names', operator: operation.operator } : { kind: 'bad' };
    default:
      return { kind: 'bad' };
  }
}
