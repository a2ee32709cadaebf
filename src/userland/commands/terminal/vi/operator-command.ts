import type { Key } from '../keys.ts';
import type { Editor } from './editor.ts';
import type { Motion } from './motions.ts';
import * as motions from './motions.ts';
import { operate } from './operators.ts';
import { readCount, readMotion } from './read-motion.ts';

/** An operator and what it works on: `dd`, `d3w`, `ci"`. Answers whether `.` can repeat it. */
export async function operatorCommand(
  editor: Editor,
  key: Key,
  count: number | undefined,
  register: string,
): Promise<boolean> {
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
