import type { MaybePromise } from '../../../kernel/program.ts';
import { wordText } from '../expand/expand.ts';
import { textWord } from '../grammar/parse.ts';
import { quoteWord } from '../quote.ts';
import type { Shell } from './shell.ts';
import { chain } from './waiting.ts';

/** `set -x`: shows the assignments and words of a command before it runs, after PS4. */
/** bash shows the heads of compound commands too. */
export function traceHead(shell: Shell, text: string): MaybePromise<void> {
  if (shell.options.xtrace && shell.dialect.bash) return traceWords(shell, [], [text]);
}

export function trace(shell: Shell, assignments: readonly string[], argv: readonly string[]): MaybePromise<void> {
  const { flavour } = shell.dialect;
  const shown = (text: string): string => {
    if (flavour === 'dash') return text;
    const at = text.indexOf('=') + 1;
    return text.slice(0, at) + quoteWord(text.slice(at), flavour);
  };
  return traceWords(
    shell,
    assignments.map(shown),
    flavour === 'dash' ? argv : argv.map((word) => quoteWord(word, flavour)),
  );
}

function traceWords(shell: Shell, pieces: readonly string[], words: readonly string[]): MaybePromise<void> {
  const { flavour } = shell.dialect;
  const source = shell.variables.get('PS4') ?? '+ ';
  const prefix = /[$`\\]/.test(source) ? quietly(shell, source) : source;
  return chain(prefix, (mark) => {
    // bash repeats the first character for every text inside a text
    const first = [...mark][0] ?? '';
    const start = flavour === 'bash' ? first.repeat(shell.textDepth) + mark : mark;
    if (flavour === 'bash') for (const piece of pieces) shell.traceLine(`${start}${piece}\n`);
    const line = flavour === 'bash' ? words : [...pieces, ...words];
    if (line.length > 0) shell.traceLine(`${start}${line.join(' ')}\n`);
    return chain(shell.flush(), () => undefined);
  });
}

function quietly(shell: Shell, source: string): MaybePromise<string> {
  const word = textWord(source, shell.dialect, shell.aliases);
  shell.options.xtrace = false;
  return chain(wordText(shell, word), (text) => {
    shell.options.xtrace = true;
    return text;
  });
}
