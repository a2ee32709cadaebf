import type { Cli } from '../../cli.ts';
import type { Progress, ProgressEvent } from './progress.ts';

const REFRESH = 100;
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const MARKS = { done: '\x1b[32m✔\x1b[0m', warning: '\x1b[33m\x1b[1m!\x1b[0m', error: '\x1b[31m\x1b[1m✘\x1b[0m' };

interface Row extends ProgressEvent {
  readonly started: number;
  ended?: number;
  turns: number;
}

/** What compose is doing, redrawn in place ten times a second (compose's pkg/progress/tty.go). */
export class TerminalDisplay implements Progress {
  readonly #cli: Cli;
  readonly #title: string;
  readonly #rows = new Map<string, Row>();
  #drawn = 0;
  #repeated = false;
  #over = false;
  readonly #ticking: Promise<void>;

  constructor(cli: Cli, title: string) {
    this.#cli = cli;
    this.#title = title;
    this.#ticking = this.#tick();
  }

  event(event: ProgressEvent): void {
    const now = this.#cli.host.now();
    const last = this.#rows.get(event.id);
    const started = last?.started ?? now;
    const ended = event.status === 'working' ? last?.ended : last?.status === event.status ? last.ended : now;
    this.#rows.set(event.id, { ...event, started, ended, turns: last?.turns ?? 0 });
  }

  /** The last look. */
  async end(): Promise<void> {
    this.#over = true;
    await this.#ticking;
    await this.#draw();
  }

  async #tick(): Promise<void> {
    for (;;) {
      // Short steps, so that the end is not waited for.
      for (let waited = 0; waited < REFRESH && !this.#over; waited += 20) await this.#cli.host.sleep(20);
      if (this.#over) return;
      await this.#draw();
    }
  }

  async #draw(): Promise<void> {
    if (this.#rows.size === 0) return;
    const { columns, rows: height } = this.#cli.host.stderr.size();
    const rows = [...this.#rows.values()];
    const finished = rows.filter(({ status }) => status !== 'working').length;
    let text = '\x1b[1A'.repeat(this.#drawn + 1);
    if (!this.#repeated) text += '\x1b[1B';
    this.#repeated = true;
    text += '\x1b[0G\x1b[?25l';
    const head = `[+] ${this.#title} ${finished}/${rows.length}`;
    text += `${this.#drawn !== 0 && finished === this.#drawn ? `\x1b[34m${head}\x1b[0m` : head}\n`;
    const width = Math.max(...rows.map(({ id, text = '', parent }) => id.length + 1 + text.length - (parent ? 2 : 0)));
    const withParts = rows.length <= height - 2;
    let lines = 0;
    for (const row of rows) {
      if (row.parent) continue;
      text += this.#line(row, '', width, columns);
      lines++;
      for (const part of withParts ? rows.filter(({ parent }) => parent === row.id) : []) {
        text += this.#line(part, '  ', width, columns);
        lines++;
      }
    }
    for (; lines < this.#drawn && lines < height - 2; lines++) text += `${' '.repeat(columns)}\n`;
    this.#drawn = lines;
    await this.#cli.err(`${text}\x1b[?25h`);
  }

  #line(row: Row, pad: string, width: number, columns: number): string {
    const { id, text = '', status } = row;
    const name = `${id} ${text}`;
    const room = columns - name.length - width - 15;
    const words = room > 0 && row.words.length > room ? `${row.words.slice(0, room)}...` : row.words;
    const colour = { working: '', done: '\x1b[32m', warning: '\x1b[33m\x1b[1m', error: '\x1b[31m\x1b[1m' }[status];
    const mark = status === 'working' ? `\x1b[33m${this.#spin(row)}\x1b[0m` : MARKS[status];
    const end = status === 'working' ? this.#cli.host.now() : (row.ended ?? row.started);
    const left = `${pad} ${mark} ${name}${' '.repeat(Math.max(0, width - name.length))} ${colour}${words}${colour && '\x1b[0m'} `;
    const timer = `${((end - row.started) / 1000).toFixed(1)}s `;
    const gap = ' '.repeat(Math.max(0, columns - shownLength(left) - timer.length));
    return `${left}${gap}\x1b[34m${timer}\x1b[0m\n`;
  }

  #spin(row: Row): string {
    if (this.#cli.host.now() - row.started > REFRESH) row.turns++;
    return SPINNER[row.turns % SPINNER.length]!;
  }
}

const shownLength = (text: string): number => [...text.replace(/\x1b\[[\d;]*m/g, '')].length;
