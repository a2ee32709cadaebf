import type { Flavour } from './dialect.ts';

/** Single quotes, as `set`, `export -p`, `alias` and `trap` print values. */
export function singleQuote(text: string, flavour: Flavour): string {
  if (flavour === 'bash') return `'${text.replaceAll("'", "'\\''")}'`;
  if (text === '') return "''";
  // dash and ash put the quotes themselves in double quotes: 'it'"'"'s'.
  return text
    .split(/('+)/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece[0] === "'" ? `"${piece}"` : `'${piece}'`))
    .join('');
}

/** Quoted only where needed, as `set -x` prints words. */
export function quoteWord(text: string, flavour: Flavour): string {
  if (text === '') return "''";
  // busybox leaves a name= alone and quotes every other sign of equality.
  if (flavour === 'busybox')
    return /^(?:[A-Za-z_]\w*=)?[\w@%+:,./^~!{}\]-]+$/.test(text) ? text : singleQuote(text, flavour);
  return /^[\w@%+=:,./^~!{}-]+$/.test(text) && !/^[~{}!]/.test(text) ? text : singleQuote(text, flavour);
}
