import type { Key } from '../keys.ts';
import type { Place } from './buffer.ts';
import type { Editor } from './editor.ts';
import { commandLine, readLine, searchPattern } from './ex.ts';
import { insertMode } from './insert.ts';
import type { Motion } from './motions.ts';
import * as motions from './motions.ts';
import { operate, put, shiftLines, store } from './operators.ts';

const OPERATORS = 'dcy<>';
const VERTICAL = new Set(['j', 'k', 'up', 'down', 'ctrl-n', 'ctrl-j', 'ctrl-p']);

/** One command of normal mode, with its counts and what follows it. */
export async function normalCommand(editor: Editor): Promise<void> {
  editor.recording = [];
  let key = await editor.key();
  editor.message = '';
  let register = '"';
  if (key === '"') {
    register = await editor.key();
    key = await editor.key();
  }
  const [count, command] = await readCount(editor, key);
  const changed = await run(editor, command, count, register);
  if (command === '$' || command === 'end') editor.wantedColumn = Number.POSITIVE_INFINITY;
  else if (!VERTICAL.has(command)) editor.wantedColumn = editor.buffer.column;
  if (changed && !editor.replaying && editor.recording.length > 0) editor.lastChange = editor.recording;
}

async function readCount(editor: Editor, first: Key): Promise<[number | undefined, Key]> {
  let digits = '';
  let key = first;
  while (/^[1-9]$/.test(key) || (digits !== '' && key === '0')) {
    digits += key;
    key = await editor.key();
  }
  return [digits === '' ? undefined : Number(digits), key];
}

/** Answers whether `.` can repeat it. */
async function run(editor: Editor, key: Key, count: number | undefined, register: string): Promise<boolean> {
  const { buffer } = editor;
  const times = count ?? 1;
  const { row, column, line } = buffer;
  if (OPERATORS.includes(key) && key.length === 1) return operator(editor, key, count, register);
  const insert = async (at?: number): Promise<boolean> => {
    editor.modifiedBefore = buffer.modified;
    buffer.remember();
    if (at !== undefined) buffer.moveTo({ row, column: at }, true);
    await insertMode(editor, times);
    return true;
  };
  const change = (what: string, motion: Motion): Promise<boolean> =>
    operate(editor, what, motion, register).then(() => what !== 'y');
  switch (key) {
    case 'i':
    case 'insert':
      return insert();
    case 'a':
      return insert(Math.min(line.length, column + 1));
    case 'I':
      return insert(line.trim() === '' ? line.length : motions.firstNonBlank(line));
    case 'A':
      return insert(line.length);
    case 'o':
    case 'O': {
      editor.modifiedBefore = true;
      buffer.remember();
      buffer.lines.splice(key === 'o' ? row + 1 : row, 0, '');
      buffer.moveTo({ row: key === 'o' ? row + 1 : row, column: 0 });
      await insertMode(editor, 1);
      return true;
    }
    case 'x':
    case 'delete':
      if (line === '') return false;
      return change('d', { row, column: Math.min(line.length, column + times) });
    case 'X':
      return change('d', { row, column: Math.max(0, column - times) });
    case 's':
      return change('c', { row, column: Math.min(line.length, column + times) });
    case 'S':
      return change('c', { row: row + times - 1, column: 0, linewise: true });
    case 'D':
      return change('d', { row, column: line.length });
    case 'C':
      return change('c', { row, column: line.length });
    case 'Y':
      return change('y', { row: row + times - 1, column: 0, linewise: true });
    case 'r': {
      const char = await editor.key();
      if (char === 'escape' || column + times > line.length) return false;
      buffer.remember();
      const text = char === 'enter' ? '\n' : char === 'tab' ? '\t' : char.repeat(times);
      buffer.remove({ row, column }, { row, column: column + times });
      buffer.insert(text);
      if (text !== '\n') buffer.moveTo({ row, column: column + times - 1 });
      return true;
    }
    case 'R':
      buffer.remember();
      await insertMode(editor, 1, true);
      return true;
    case '~': {
      buffer.remember();
      const flip = (text: string): string => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase());
      const end = Math.min(line.length, column + times);
      buffer.lines[row] = line.slice(0, column) + [...line.slice(column, end)].map(flip).join('') + line.slice(end);
      buffer.moveTo({ row, column: end });
      return true;
    }
    case 'J':
      if (row + 1 >= buffer.lines.length) return false;
      buffer.remember();
      for (let i = 0; i < Math.max(1, times - 1) && row + 1 < buffer.lines.length; i++) {
        const next = buffer.lines[row + 1]!.trimStart();
        if (!editor.context.gnu) {
          const at = buffer.lines[row]!.length + 1;
          buffer.lines.splice(row, 2, `${buffer.lines[row]} ${next}`);
          buffer.moveTo({ row, column: at });
          continue;
        }
        const own = buffer.lines[row]!.trimEnd();
        buffer.lines.splice(row, 2, next === '' || next.startsWith(')') ? own + next : `${own} ${next}`.trimStart());
        buffer.moveTo({ row, column: own.length });
      }
      return true;
    case 'p':
    case 'P':
      return put(editor, key === 'p', times, register);
    case 'u':
      for (let i = 0; i < times; i++) undo(editor);
      return false;
    case 'ctrl-r':
      for (let i = 0; i < times; i++) if (!buffer.redo()) editor.say('Already at newest change');
      return false;
    case '.':
      editor.replay(editor.lastChange);
      if (editor.replaying) await normalCommand(editor);
      return false;
    case ':':
      await commandLine(editor, count === undefined ? '' : `.,.+${count - 1}`);
      return false;
    case 'v':
    case 'V':
      await visual(editor, key === 'V');
      return false;
    case 'm':
      editor.marks.set(await editor.key(), buffer.at);
      return false;
    case 'Z': {
      const second = await editor.key();
      if (second === 'Z' && (!buffer.modified || editor.write(editor.path))) editor.ended = 0;
      else if (second === 'Q') editor.ended = 0;
      return false;
    }
    case 'z': {
      const second = await editor.key();
      const rows = editor.textRows;
      editor.scrollTo(second === 't' || second === 'enter' ? row : second === 'b' ? row - rows + 1 : row - (rows >> 1));
      return false;
    }
    case 'ctrl-f':
    case 'page-down':
    case 'ctrl-b':
    case 'page-up':
    case 'ctrl-d':
    case 'ctrl-u': {
      const half = key === 'ctrl-d' || key === 'ctrl-u';
      // Rows that stay to be seen.
      const kept = editor.context.gnu ? 2 : 1;
      const by = half ? editor.textRows >> 1 : Math.max(1, editor.textRows - kept) * times;
      const down = key === 'ctrl-f' || key === 'page-down' || key === 'ctrl-d';
      editor.scrollTo(editor.top + (down ? by : -by));
      if (half) buffer.moveTo({ row: row + (down ? by : -by), column });
      return false;
    }
    case 'ctrl-e':
    case 'ctrl-y':
      editor.scrollTo(editor.top + (key === 'ctrl-e' ? times : -times));
      return false;
    case 'ctrl-g':
      if (!editor.context.gnu) {
        editor.forgetStatus();
        return false;
      }
      editor.say(
        `"${editor.path}" line ${row + 1} of ${buffer.lines.length} --${Math.floor((100 * (row + 1)) / buffer.lines.length)}%--`,
      );
      return false;
    case 'ctrl-l':
      editor.screen.forget();
      return false;
    default: {
      const motion = await readMotion(editor, key, count);
      if (motion) buffer.moveTo(motion);
      else editor.beep(editor.message);
      return false;
    }
  }
}

async function operator(editor: Editor, key: Key, count: number | undefined, register: string): Promise<boolean> {
  const { buffer } = editor;
  const [own, next] = await readCount(editor, await editor.key());
  const total = count === undefined && own === undefined ? undefined : (count ?? 1) * (own ?? 1);
  if (next === 'escape') return false;
  if (next === key) {
    const last = Math.min(buffer.lines.length - 1, buffer.row + (total ?? 1) - 1);
    await operate(editor, key, { row: last, column: 0, linewise: true }, register);
    tellOperator(editor, key, register);
    return key !== 'y';
  }
  if (next === 'i' || next === 'a') {
    const range = motions.textObject(buffer, next === 'a', await editor.key());
    if (!range) return false;
    buffer.moveTo(range[0], true);
    await operate(editor, key, range[1], register);
    return key !== 'y';
  }
  let motion: Motion | undefined;
  // cw changes to the end of the word, the blanks after it stay
  if (key === 'c' && /^[wW]$/.test(next) && /\S/.test(buffer.line[buffer.column] ?? ' ')) {
    const before = buffer.column;
    buffer.column = Math.max(0, before - 1);
    const inside = before > 0 && /\w/.test(buffer.line[before - 1]!) === /\w/.test(buffer.line[before]!);
    if (inside || before === 0) buffer.column = before;
    const single = !/\w/.test(buffer.line[before + 1] ?? ' ') && (total ?? 1) === 1 && next === 'w';
    buffer.column = before;
    motion = single
      ? { row: buffer.row, column: before, inclusive: true }
      : motions.wordEnd(buffer, total ?? 1, next === 'W');
  } else {
    motion = await readMotion(editor, next, total);
    // dw on the last word of a line does not join it with the next
    if (motion && /^[wW]$/.test(next) && motion.row > buffer.row) {
      motion = { row: motion.row - 1, column: buffer.lines[motion.row - 1]!.length };
    }
  }
  if (!motion) return false;
  await operate(editor, key, motion, register);
  tellOperator(editor, key, register);
  return key !== 'y';
}

function tellOperator(editor: Editor, key: Key, register: string): void {
  const text = editor.registers.get('"')?.text ?? '';
  if (key === 'd') editor.tellMoved('Delete', text, register);
  else if (key === 'y') editor.tellMoved('Yank', text, register);
}

function undo(editor: Editor): void {
  const { buffer } = editor;
  const [count, before] = [buffer.changes, buffer.text()];
  if (!buffer.undo()) {
    editor.say('Already at oldest change');
    return;
  }
  if (editor.context.gnu) return;
  const after = buffer.text();
  const [shorter, longer] = before.length < after.length ? [before, after] : [after, before];
  let start = 0;
  while (start < shorter.length && shorter[start] === longer[start]) start++;
  const what = after.length >= before.length ? 'restored' : 'deleted';
  editor.say(`Undo [${count}] ${what} ${longer.length - shorter.length} chars at position ${start}`);
}

/** Reads what more belongs to a motion; undefined when `key` is none or leads nowhere. */
async function readMotion(editor: Editor, key: Key, count: number | undefined): Promise<Motion | undefined> {
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

async function visual(editor: Editor, linewise: boolean): Promise<void> {
  const { buffer } = editor;
  editor.anchor = buffer.at;
  editor.mode = linewise ? 'visual-line' : 'visual';
  for (;;) {
    const [count, key] = await readCount(editor, await editor.key());
    if (key === 'escape' || key === 'ctrl-c') break;
    const isLine = editor.mode === 'visual-line';
    if (key === 'v' || key === 'V') {
      if ((key === 'V') === isLine) break;
      editor.mode = key === 'V' ? 'visual-line' : 'visual';
    } else if (key === 'o')
      [editor.anchor, buffer.row, buffer.column] = [buffer.at, editor.anchor.row, editor.anchor.column];
    else if (key === ':') {
      const [from, to] = editor.selection();
      editor.mode = 'normal';
      editor.anchor = undefined;
      await commandLine(editor, `${from.row + 1},${to.row + 1}`);
      return;
    } else if ('dxcsy<>J'.includes(key)) {
      const [from, to] = editor.selection();
      editor.mode = 'normal';
      editor.anchor = undefined;
      buffer.moveTo(from);
      if (key === 'J') await run(editor, 'J', to.row - from.row + 1, '"');
      else if (key === '<' || key === '>') shiftLines(editor, key, from.row, to.row);
      else {
        const what = key === 'x' ? 'd' : key === 's' ? 'c' : key;
        await operate(editor, what, isLine ? { ...to, linewise: true } : { ...to, inclusive: true }, '"');
      }
      return;
    } else if (key === 'p') {
      const held = editor.registers.get('"');
      const [from, to] = editor.selection();
      editor.mode = 'normal';
      buffer.remember();
      const removed = buffer.remove(from, { row: to.row, column: to.column + 1 });
      if (held) buffer.insert(held.text);
      store(editor, '"', removed, false);
      break;
    } else {
      const motion = await readMotion(editor, key, count);
      if (motion) buffer.moveTo(motion);
    }
  }
  editor.mode = 'normal';
  editor.anchor = undefined;
}
