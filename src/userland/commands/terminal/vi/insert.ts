import { isCharacter } from '../keys.ts';
import type { Editor } from './editor.ts';

/** Insert mode (or replace mode) until Escape; the text before it was remembered already. */
export async function insertMode(editor: Editor, count = 1, replace = false): Promise<void> {
  const { buffer } = editor;
  editor.mode = replace ? 'replace' : 'insert';
  editor.message = '';
  let typed = '';
  const overwritten: string[] = [];
  for (;;) {
    const key = await editor.key();
    if (key === 'escape' || key === 'ctrl-[' || key === 'ctrl-c') break;
    if (key === 'enter') {
      buffer.insert('\n');
      typed += '\n';
    } else if (key === 'tab' || isCharacter(key)) {
      const text = key === 'tab' ? '\t' : key;
      if (replace && buffer.column < buffer.line.length) {
        const { row, column } = buffer;
        overwritten.push(buffer.remove({ row, column }, { row, column: column + 1 }));
      } else if (replace) overwritten.push('');
      buffer.insert(text);
      typed += text;
    } else if (key === 'backspace') {
      typed = typed.slice(0, -1);
      back(editor, replace ? overwritten.pop() : undefined);
    } else if (key === 'delete') {
      if (buffer.column < buffer.line.length) buffer.remove(buffer.at, { row: buffer.row, column: buffer.column + 1 });
    } else if (key === 'ctrl-w') {
      const before = buffer.line.slice(0, buffer.column);
      buffer.remove({ row: buffer.row, column: before.replace(/\S*\s*$/, '').length }, buffer.at);
    } else if (key === 'ctrl-u') buffer.remove({ row: buffer.row, column: 0 }, buffer.at);
    else {
      const { row, column, line } = buffer;
      if (key === 'left') buffer.moveTo({ row, column: column - 1 }, true);
      else if (key === 'right') buffer.moveTo({ row, column: column + 1 }, true);
      else if (key === 'up') buffer.moveTo({ row: row - 1, column }, true);
      else if (key === 'down') buffer.moveTo({ row: row + 1, column }, true);
      else if (key === 'home') buffer.moveTo({ row, column: 0 }, true);
      else if (key === 'end') buffer.moveTo({ row, column: line.length }, true);
      typed = '';
    }
  }
  for (let i = 1; i < count; i++) buffer.insert(typed);
  editor.mode = 'normal';
  buffer.moveTo({ row: buffer.row, column: buffer.column - 1 });
}

function back({ buffer }: Editor, overwritten: string | undefined): void {
  const { row, column } = buffer;
  if (column > 0) {
    buffer.remove({ row, column: column - 1 }, { row, column });
    if (overwritten) {
      buffer.insert(overwritten);
      buffer.column--;
    }
  } else if (row > 0) buffer.remove({ row: row - 1, column: buffer.lines[row - 1]!.length }, { row, column: 0 });
}
