import xterm from '@xterm/xterm';

/** What a terminal shows: its rows without blanks at their ends, and where the cursor is. */
export interface Shown {
  readonly rows: readonly string[];
  readonly cursor: readonly [column: number, row: number];
}

/** A session as it went: a screen after the start and after each step, and the exit status when it ended. */
export interface Played {
  readonly screens: readonly Shown[];
  readonly status: number | null;
}

/** The page's own terminal, without a page around it. */
export class Screen {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(bytes, resolve));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  shown(): Shown {
    const buffer = this.#terminal.buffer.active;
    const rows = Array.from({ length: this.#terminal.rows }, (_, row) =>
      blurred(
        buffer
          .getLine(buffer.baseY + row)
          ?.translateToString(true)
          .trimEnd() ?? '',
      ),
    );
    while (rows.length > 0 && rows.at(-1) === '') rows.pop();
    return { rows, cursor: [buffer.cursorX, buffer.cursorY] };
  }
}

/** What is another one each time: clocks, and process numbers of jobs. */
function blurred(row: string): string {
  return row
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, '0000-00-00 00:00:00')
    .replace(/[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}/, 'Day Mon 00 00:00:00 0000')
    .replace(/^\[(\d+)\] \d+$/, '[$1] PID');
}
