import type { Editor } from './editor.ts';
import { commandLine } from './ex.ts';
import { join, operate, shiftLines, store } from './operators.ts';
import { readCount, readMotion } from './read-motion.ts';

/** Chooses text by moving, until a command takes it or `escape` lets it go. */
export async function visual(editor: Editor, linewise: boolean): Promise<void> {
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
      if (key === 'J') join(editor, to.row - from.row + 1);
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
