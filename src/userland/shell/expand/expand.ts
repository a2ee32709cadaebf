import type { MaybePromise } from '../../../kernel/program.ts';
import type { Part, Word } from '../grammar/tree.ts';
import type { Shell } from '../run/shell.ts';
import { arithmetic } from './calculate.ts';
import { glob, hasGlob } from './glob.ts';
import { quotePattern } from './pattern.ts';
import { effect, replaying } from './replay.ts';
import { FieldSink, PatternSink, type Sink, TextSink } from './sink.ts';

/** Puts one part of a word into the sink. `nested`: inside an operand, where even literal text is split. */
export function addPart(shell: Shell, part: Part, sink: Sink, nested = false): void {
  switch (part.kind) {
    case 'literal':
      if (nested && !part.quoted) sink.split(part.value);
      else sink.add(part.value, part.quoted);
      return;
    case 'parameter':
      shell.interpreter.addParameter(shell, part, sink);
      return;
    case 'substitution': {
      const text = shell.interpreter.substitute(shell, part.script);
      if (part.quoted) sink.add(text, true);
      else sink.split(text);
      return;
    }
    case 'arithmetic': {
      const value = effect(shell, () => arithmetic(shell, expandText(shell, part.expression)));
      if (part.quoted) sink.add(value, true);
      else sink.split(value);
      return;
    }
    case 'process':
      sink.add(
        effect(shell, () => shell.interpreter.processSubstitution(shell, part.script, part.direction)),
        true,
      );
      return;
    case 'tilde':
      sink.add(homeOf(shell, part.user), true);
      return;
  }
}

function homeOf(shell: Shell, user: string): string {
  if (user === '') return shell.variables.get('HOME') ?? '~';
  if (shell.dialect.bash && user === '+') return shell.variables.get('PWD') ?? '~+';
  if (shell.dialect.bash && user === '-') return shell.variables.get('OLDPWD') ?? '~-';
  try {
    const line = shell
      .decodeFile('/etc/passwd')
      .split('\n')
      .find((entry) => entry.startsWith(`${user}:`));
    return line?.split(':')[5] ?? `~${user}`;
  } catch {
    return `~${user}`;
  }
}

export function addWord(shell: Shell, word: Word, sink: Sink, nested = false): void {
  for (const part of word.parts) addPart(shell, part, sink, nested);
}

/** Without splitting or pathname expansion; synchronous: only under a replay log when the word has effects. */
export function expandText(shell: Shell, word: Word): string {
  if (word.literal !== undefined) return word.literal;
  const sink = new TextSink(shell.dialect.bash ? ' ' : shell.joiner());
  addWord(shell, word, sink);
  return sink.text;
}

export function expandPattern(shell: Shell, word: Word, quote = quotePattern): string {
  const sink = new PatternSink(quote);
  addWord(shell, word, sink);
  return sink.text;
}

function expandFields(shell: Shell, word: Word, out: string[]): void {
  const sink = new FieldSink(shell.separators());
  addWord(shell, word, sink);
  sink.into.finish();
  const { dialect, options } = shell;
  for (const { value, pattern } of sink.into.done) {
    if (pattern === undefined || options.noglob || !hasGlob(pattern, dialect.bash)) {
      out.push(value);
      continue;
    }
    const found = glob(shell.sys, pattern, {
      ...shell.matching,
      hidden: shell.shopt.has('dotglob'),
      recursive: shell.shopt.has('globstar'),
    });
    if (found.length > 0) out.push(...found);
    else if (!shell.shopt.has('nullglob')) out.push(value);
  }
}

/** Expands the words of a command. Waits only for substitutions that wait. */
export function expandWords(
  shell: Shell,
  words: readonly Word[],
  from = 0,
  out: string[] = [],
): MaybePromise<string[]> {
  for (let index = from; index < words.length; index++) {
    const word = words[index]!;
    if (word.literal !== undefined) out.push(word.literal);
    else if (word.assigns) {
      const text = wordText(shell, word);
      if (typeof text !== 'string') {
        return text.then((value) => {
          out.push(value);
          return expandWords(shell, words, index + 1, out);
        });
      }
      out.push(text);
    } else if (!word.effects) expandFields(shell, word, out);
    else {
      const fields = replaying(shell, () => {
        const list: string[] = [];
        expandFields(shell, word, list);
        return list;
      });
      if (fields instanceof Promise) {
        return fields.then((list) => {
          out.push(...list);
          return expandWords(shell, words, index + 1, out);
        });
      }
      out.push(...fields);
    }
  }
  return out;
}

/** One word as one string: assignments, redirection targets, `case` words, here-documents. */
export function wordText(shell: Shell, word: Word): MaybePromise<string> {
  if (word.literal !== undefined) return word.literal;
  return word.effects ? replaying(shell, () => expandText(shell, word)) : expandText(shell, word);
}

export function wordPattern(shell: Shell, word: Word, quote = quotePattern): MaybePromise<string> {
  return word.effects ? replaying(shell, () => expandPattern(shell, word, quote)) : expandPattern(shell, word, quote);
}

/** One word as an extended regular expression. */
export function wordExpression(shell: Shell, word: Word): MaybePromise<string> {
  return wordPattern(shell, word, (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
}
