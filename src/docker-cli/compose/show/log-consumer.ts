import type { Cli } from '../../cli.ts';

/** The colours that containers get in turn (compose's cmd/formatter/colors.go). */
const RAINBOW = ['36', '33', '32', '35', '34', '36;1', '33;1', '32;1', '35;1', '34;1'];
const RESET_LINE = '\r\x1b[K';

interface Presenter {
  readonly name: string;
  readonly colour: (text: string) => string;
  prefix: string;
}

export interface LogStyle {
  readonly colour: boolean;
  readonly prefix: boolean;
  readonly timestamps: boolean;
}

/** Prints lines of many containers, each behind its name in its colour. */
export class LogConsumer {
  readonly #cli: Cli;
  readonly #style: LogStyle;
  readonly #presenters = new Map<string, Presenter>();
  #colours = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(cli: Cli, style: LogStyle) {
    this.#cli = cli;
    this.#style = style;
  }

  log(container: string, line: string): void {
    this.#write('stdout', container, line);
  }

  err(container: string, line: string): void {
    this.#write('stderr', container, line);
  }

  /** What became of a container: `web-1 exited with code 0`. */
  status(container: string, words: string): void {
    const { colour } = this.#presenter(container);
    this.#queue('stdout', colour(`${RESET_LINE}${container} ${words}\n`));
  }

  /** Ends when all that was said is written. */
  flush(): Promise<void> {
    return this.#writing;
  }

  #write(stream: 'stdout' | 'stderr', container: string, line: string): void {
    const { prefix } = this.#presenter(container);
    const time = this.#style.timestamps
      ? `${new Date(this.#cli.host.now()).toISOString().replace('Z', '000000Z')} `
      : '';
    this.#queue(stream, `${prefix}${time}${line}\n`);
  }

  #queue(stream: 'stdout' | 'stderr', text: string): void {
    this.#writing = this.#writing.then(() => this.#cli.host[stream].write(text));
  }

  #presenter(name: string): Presenter {
    const known = this.#presenters.get(name);
    if (known) return known;
    const code = this.#style.colour && name !== '' ? RAINBOW[this.#colours++ % RAINBOW.length] : undefined;
    const colour = (text: string) => (code ? `\x1b[${code}m${text}\x1b[0m` : text);
    const made: Presenter = { name, colour, prefix: '' };
    this.#presenters.set(name, made);
    const width = Math.max(...[...this.#presenters.keys()].map((each) => each.length)) + 1;
    if (this.#style.prefix)
      for (const each of this.#presenters.values()) each.prefix = each.colour(`${each.name.padEnd(width)} | `);
    return made;
  }
}

/** Cuts a stream into lines, as compose's line writer does: the rest without a line break comes at the end. */
export class LineCutter {
  readonly #line: (text: string) => void;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(line: (text: string) => void) {
    this.#line = line;
  }

  write(bytes: Uint8Array): void {
    const parts = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = parts.pop()!;
    for (const part of parts) this.#line(part);
  }

  end(): void {
    if (this.#rest !== '') this.#line(this.#rest);
    this.#rest = '';
  }
}
