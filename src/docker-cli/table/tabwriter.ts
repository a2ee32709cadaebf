export interface TabOptions {
  readonly minimum: number;
  readonly padding: number;
}

/** How docker sets its tables. */
export const DOCKER_TABLE: TabOptions = { minimum: 10, padding: 3 };

/**
 * Aligns tab-terminated cells in columns (Go's text/tabwriter with spaces as padding). A column is a run of adjoining lines
 * that have a cell in it; what follows the last tab of a line is not part of a column.
 */
export function alignTabs(text: string, options: TabOptions = DOCKER_TABLE): string {
  const ended = text.endsWith('\n');
  const lines = (ended ? text.slice(0, -1) : text).split('\n').map((line) => line.split('\t'));
  const widths: number[] = [];
  let output = '';
  const write = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const cells = lines[i]!;
      cells.forEach((cell, column) => {
        output += cell;
        const width = widths[column];
        if (column < cells.length - 1 && width !== undefined)
          output += ' '.repeat(Math.max(0, width - columnsOf(cell)));
      });
      if (i < lines.length - 1 || ended) output += '\n';
    }
  };
  const format = (from: number, to: number): void => {
    const column = widths.length;
    let start = from;
    for (let i = from; i < to; i++) {
      if (column >= lines[i]!.length - 1) continue;
      write(start, i);
      start = i;
      let width = options.minimum;
      let end = i;
      let discardable = true;
      for (; end < to && column < lines[end]!.length - 1; end++) {
        const cell = columnsOf(lines[end]![column]!);
        width = Math.max(width, cell + options.padding);
        if (cell > 0) discardable = false;
      }
      if (discardable && width === options.padding) width = 0;
      widths.push(width);
      format(start, end);
      widths.pop();
      start = end;
      i = end - 1;
    }
    write(start, to);
  };
  format(0, lines.length);
  return output;
}

const columnsOf = (text: string): number => [...text].length;
