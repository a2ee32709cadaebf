import type { parse as parseSource } from 'unbash';
import type { MaybePromise } from '../../../kernel/program.ts';

let loaded: typeof parseSource | undefined;

/** Loads unbash, once: it is large, and a prompt does without. Every text but a plain one (`plain.ts`) needs it. */
export function loadParser(): MaybePromise<void> {
  if (loaded) return undefined;
  return import('unbash').then(({ parse }) => {
    loaded = parse;
  });
}

/** The tree of a text as unbash makes it. */
export function parse(text: string): ReturnType<typeof parseSource> {
  if (!loaded) throw new Error('the parser of shell texts has not been loaded');
  return loaded(text);
}
