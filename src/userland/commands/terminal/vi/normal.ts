import type { Key } from '../keys.ts';
import type { Editor } from './editor.ts';
import { commandLine } from './ex.ts';
import { insertMode } from './insert.ts';
import type { Motion } from './motions.ts';
import * as motions from './motions.ts';
import { operatorCommand } from './operator-command.ts';
import { join, operate, put } from './operators.ts';
import { readCount, readMotion } from './read-motion.ts';
import { visual } from './visual.ts';

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

/** Answers whether `.` can repeat it. */
async function run(editor: Editor, key: Key, count: number | undefined, register: string): Promise<boolean> {
  const { buffer } = editor;
  const times = count ?? 1;
  const { row, column, line } = buffer;
  if (OPERATORS.includes(key) && key.length === 1) return operatorCommand(editor, key, count, register);
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
      return join(editor, times);
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
