/** The keys, as `h` tells them. */
export const HELP: string[] = [
  '  q                quit',
  '  space  f  ^F     one screen forward',
  '  b  ^B            one screen back',
  '  d  u             half a screen forward, back',
  '  j  k  arrows     one line forward, back',
  '  g  G             first line (or line N), last line',
  '  /text  ?text     search forward, backward',
  '  n  N             next match, match in the other direction',
  '  F                stay at the end of a file that grows',
  '  :n  :p           next file, previous file',
  '  -N  -S  -i       line numbers, cut long lines, ignore case',
  '  =                where this is',
];

const TOGGLES: Record<string, readonly [on: string, off: string]> = {
  N: ['Constantly display line numbers', "Don't use line numbers"],
  S: ['Chop long lines', 'Fold long lines'],
  i: ['Ignore case in searches', 'Case is significant in searches'],
  I: ['Ignore case in searches and in patterns', 'Case is significant in searches'],
  s: ['Squeeze multiple blank lines', 'Display all blank lines'],
};

/** What GNU less says of an option that was just switched. */
export function toggleMessage(letter: string, on: boolean): string {
  return TOGGLES[letter]![on ? 0 : 1];
}
