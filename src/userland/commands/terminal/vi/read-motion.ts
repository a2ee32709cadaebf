import type { Key } from '../keys.ts';
import type { Place } from './buffer.ts';
import type { Editor } from './editor.ts';
import { readLine, searchPattern } from './ex.ts';
import type { Motion } from './motions.ts';
import * as motions from './motions.ts';

/** The count before a command, if there is one, and the key behind it. */
export async function readCount(editor: Editor, first: Key): Promise<[number | undefined, Key]> {
  let digits = '';
  let key = first;
  while (/^[1-9]$/.test(key) || (digits !== '' && key === '0')) {
    digits += key;
    key = await editor.key();
  }
  return [digits === '' ? undefined : Number(digits), key];
}

/** Reads what more belongs to a motion; undefined when `key` is none or leads nowhere. */
export async function readMotion(editor: Editor, key: Key, count: number | undefined): Promise<Motion | undefined> {
  const { buffer } = editor;
  const { row, column, line } = buffer;
  const times = count ?? 1;
  const onLine = (to: number, inclusive = false): Motion => ({ row, column: to, inclusive });
  const toLine = (to: number): Motion => {
    const target = Math.max(0, Math.min(to, buffer.lines.length - 1));
    return { row: target, column: motions.firstNonBlank(buffer.lines[target]!), linewise: true };
  };
  switch (key) {
    case 'h':
    case 'left':
    case 'backspace':
      return column === 0 ? undefined : onLine(Math.max(0, column - times));
    case 'l':
    case 'right':
    case ' ':
      return onLine(Math.min(line.length, column + times));
    case 'j':
    case 'down':
    case 'ctrl-n':
    case 'ctrl-j':
      return row + 1 >= buffer.lines.length
        ? undefined
        : { row: row + times, column: editor.wantedColumn, linewise: true };
    case 'k':
    case 'up':
    case 'ctrl-p':
      return row === 0 ? undefined : { row: Math.max(0, row - times), column: editor.wantedColumn, linewise: true };
    case '0':
    case 'home':
      return onLine(0);
    case '^':
      return onLine(motions.firstNonBlank(line));
    case '$':
    case 'end': {
      const last = Math.min(buffer.lines.length - 1, row + times - 1);
      return { row: last, column: Math.max(0, buffer.lines[last]!.length - 1), inclusive: line !== '' };
    }
    case '|':
      return onLine(times - 1);
    case 'w':
    case 'W':
      return motions.nextWord(buffer, times, key === 'W');
    case 'b':
    case 'B':
      return motions.previousWord(buffer, times, key === 'B');
    case 'e':
    case 'E':
      return motions.wordEnd(buffer, times, key === 'E');
    case '{':
    case '}':
      return motions.paragraph(buffer, times, key === '}' ? 1 : -1);
    case '+':
    case 'enter':
      return toLine(row + times);
    case '-':
      return toLine(row - times);
    case '_':
      return toLine(row + times - 1);
    case 'G':
      return toLine(count === undefined ? buffer.lines.length - 1 : count - 1);
    case 'g':
      return (await editor.key()) === 'g' ? toLine(times - 1) : undefined;
    case 'H':
      return toLine(editor.top + times - 1);
    case 'L':
      return toLine(Math.min(buffer.lines.length, editor.top + editor.textRows) - times);
    case 'M':
      if (!editor.context.gnu) return toLine(editor.top + (editor.textRows >> 1));
      return toLine(editor.top + (Math.min(editor.textRows, buffer.lines.length - editor.top) >> 1));
    case '%':
      return motions.matchingBracket(buffer);
    case 'f':
    case 'F':
    case 't':
    case 'T': {
      const char = await editor.key();
      editor.foundCharacter = { how: key, char };
      return motions.findCharacter(buffer, key, char, times);
    }
    case ';':
    case ',': {
      const found = editor.foundCharacter;
      if (!found) return undefined;
      const flipped = found.how === found.how.toLowerCase() ? found.how.toUpperCase() : found.how.toLowerCase();
      return motions.findCharacter(buffer, key === ';' ? found.how : flipped, found.char, times);
    }
    case "'":
    case '`': {
      const mark = editor.marks.get(await editor.key());
      if (!mark) return undefined;
      return key === '`' ? mark : toLine(mark.row);
    }
    case '/':
    case '?': {
      const text = await readLine(editor, key);
      if (text === undefined) return undefined;
      if (text !== '') {
        const pattern = searchPattern(editor, text);
        if (!pattern) return undefined;
        editor.search = { pattern, backward: key === '?' };
      } else if (editor.search) editor.search.backward = key === '?';
      return searchAgain(editor, false, times);
    }
    case 'n':
    case 'N':
      return searchAgain(editor, key === 'N', times);
    case '*':
    case '#': {
      const word = /^\w+/.exec(line.slice(column - /\w*$/.exec(line.slice(0, column))![0].length))?.[0];
      if (!word) return undefined;
      editor.search = { pattern: new RegExp(`\\b${word}\\b`, 'g'), backward: key === '#' };
      return searchAgain(editor, false, times);
    }
    default:
      return undefined;
  }
}

function searchAgain(editor: Editor, opposite: boolean, times: number): Motion | undefined {
  if (!editor.search) {
    editor.say(editor.context.gnu ? 'E35: No previous regular expression' : 'No previous search');
    return undefined;
  }
  const { pattern, backward } = editor.search;
  let at: Place = editor.buffer.at;
  for (let i = 0; i < times; i++) {
    const found = motions.search(editor.buffer, pattern, backward !== opposite, at);
    if (!found) {
      editor.say(editor.context.gnu ? `E486: Pattern not found: ${pattern.source}` : `Pattern not found`);
      return undefined;
    }
    tellWrapped(editor, backward !== opposite, at, found);
    at = found;
  }
  return at;
}

function tellWrapped(editor: Editor, backward: boolean, from: Place, to: Place): void {
  const ahead = to.row > from.row || (to.row === from.row && to.column > from.column);
  if (ahead !== backward) return;
  const [end, start] = backward ? ['TOP', 'BOTTOM'] : ['BOTTOM', 'TOP'];
  editor.say(`search hit ${end}, continuing at ${start}`);
}
