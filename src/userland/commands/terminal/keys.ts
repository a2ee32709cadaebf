/** A key: the character it types, or a name of several letters (`up`, `escape`, `ctrl-f`). */
export type Key = string;

const SEQUENCES: Record<string, Key> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  '1~': 'home',
  '2~': 'insert',
  '3~': 'delete',
  '4~': 'end',
  '5~': 'page-up',
  '6~': 'page-down',
  '7~': 'home',
  '8~': 'end',
};

const CONTROL: Record<number, Key> = {
  8: 'backspace',
  9: 'tab',
  10: 'enter',
  13: 'enter',
  27: 'escape',
  127: 'backspace',
};
const CURSOR = /^(?:\[([\d;]*[A-Za-z~])|O([ABCDHF]))/;

/** The keys in what a terminal sent at once. An Escape that begins no known sequence is the key itself. */
export function keysIn(text: string): Key[] {
  const keys: Key[] = [];
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at)!;
    const sequence = code === 27 ? CURSOR.exec(text.slice(at + 1)) : null;
    if (sequence) {
      keys.push(SEQUENCES[sequence[1] ?? sequence[2]!] ?? 'unknown');
      at += 1 + sequence[0].length;
      continue;
    }
    const char = String.fromCodePoint(code);
    at += char.length;
    if (code >= 32 && code !== 127) keys.push(char);
    else keys.push(CONTROL[code] ?? `ctrl-${String.fromCharCode(code + 96)}`);
  }
  return keys;
}

/** Whether a key stands for a character to be typed. */
export function isCharacter(key: Key): boolean {
  return [...key].length === 1;
}
