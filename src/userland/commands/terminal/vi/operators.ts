import type { Editor } from './editor.ts';
import { insertMode } from './insert.ts';
import { firstNonBlank, type Motion } from './motions.ts';

const SHIFT = 8;

export function store(editor: Editor, register: string, text: string, linewise: boolean): void {
  const upper = /^[A-Z]$/.test(register);
  const name = register.toLowerCase();
  const before = upper ? (editor.registers.get(name)?.text ?? '') : '';
  editor.registers.set(name, { text: before + text, linewise });
  editor.registers.set('"', { text: before + text, linewise });
}

/** d, c, y, < or > over the text between the cursor and where a motion leads. */
export async function operate(editor: Editor, what: string, motion: Motion, register: string): Promise<void> {
  const { buffer } = editor;
  const start = buffer.at;
  const forward = motion.row > start.row || (motion.row === start.row && motion.column >= start.column);
  if (what === '<' || what === '>') {
    shiftLines(editor, what, Math.min(start.row, motion.row), Math.max(start.row, motion.row));
    return;
  }
  if (motion.linewise) {
    const [first, last] = forward ? [start.row, motion.row] : [motion.row, start.row];
    linewise(editor, what, first, Math.min(last, buffer.lines.length - 1), register);
    if (what === 'c') await insertMode(editor);
    return;
  }
  const [from, end] = forward ? [start, motion] : [motion, start];
  const past = forward && motion.inclusive ? 1 : 0;
  const to = { row: end.row, column: Math.min(end.column + past, buffer.lines[end.row]!.length) };
  store(editor, register, buffer.slice(from, to), false);
  if (what === 'y') {
    buffer.moveTo(from);
    return;
  }
  buffer.remember();
  buffer.remove(from, to);
  if (what === 'c') await insertMode(editor);
  else buffer.moveTo(buffer.at);
}

function linewise(editor: Editor, what: string, first: number, last: number, register: string): void {
  const { buffer } = editor;
  const lines = buffer.lines.slice(first, last + 1);
  store(editor, register, `${lines.join('\n')}\n`, true);
  if (what === 'y') {
    if (first < buffer.row) buffer.moveTo({ row: first, column: buffer.column });
    if (lines.length > 2 && editor.context.gnu) editor.say(`${lines.length} lines yanked`);
    return;
  }
  buffer.remember();
  if (what === 'c') {
    buffer.lines.splice(first, lines.length, '');
    buffer.moveTo({ row: first, column: 0 });
    return;
  }
  buffer.removeLines(first, last);
  const row = Math.min(first, buffer.lines.length - 1);
  buffer.moveTo({ row, column: firstNonBlank(buffer.lines[row]!) });
  if (lines.length > 2 && editor.context.gnu) editor.say(`${lines.length} fewer lines`);
}

export function shiftLines(editor: Editor, direction: string, first: number, last: number): void {
  const { buffer } = editor;
  buffer.remember();
  for (let row = first; row <= Math.min(last, buffer.lines.length - 1); row++) {
    const line = buffer.lines[row]!;
    if (direction === '>') buffer.lines[row] = line === '' ? '' : `\t${line}`;
    else buffer.lines[row] = line.startsWith('\t') ? line.slice(1) : line.replace(new RegExp(`^ {1,${SHIFT}}`), '');
  }
  buffer.moveTo({ row: first, column: firstNonBlank(buffer.lines[first]!) });
}

/** p and P */
export function put(editor: Editor, after: boolean, times: number, register: string): boolean {
  const { buffer } = editor;
  const held = editor.registers.get(register.toLowerCase());
  if (!held) {
    const named = register === '"' ? 'D' : register;
    editor.say(editor.context.gnu ? `E353: Nothing in register ${register}` : `Nothing in register ${named}`);
    return false;
  }
  buffer.remember();
  const text = held.text.repeat(times);
  editor.tellMoved('Put', text, register);
  if (held.linewise) {
    const row = after ? buffer.row + 1 : buffer.row;
    const lines = text.replace(/\n$/, '').split('\n');
    buffer.lines.splice(row, 0, ...lines);
    buffer.moveTo({ row, column: firstNonBlank(lines[0]!) });
    if (lines.length > 2 && editor.context.gnu) editor.say(`${lines.length} more lines`);
    return true;
  }
  buffer.moveTo({ row: buffer.row, column: after && buffer.line !== '' ? buffer.column + 1 : buffer.column }, true);
  buffer.insert(text);
  buffer.moveTo({ row: buffer.row, column: buffer.column - 1 });
  return true;
}

/** Joins the line with those below it; answers whether there were any. */
export function join(editor: Editor, times: number): boolean {
  const { buffer } = editor;
  const { row } = buffer;
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
}
