import type { Cli } from '../../cli.ts';

/** Says something on stderr without ending anything, as logrus prints it. */
export type Warn = (text: string) => void;

/** Warnings in the order they are given; `flush` ends when all are written. */
export class Warnings {
  readonly #cli: Cli;
  readonly #started: number;
  #writing: Promise<void> = Promise.resolve();

  constructor(cli: Cli) {
    this.#cli = cli;
    this.#started = cli.host.now();
  }

  readonly warn: Warn = (text) => {
    const { host } = this.#cli;
    const seconds = String(Math.floor((host.now() - this.#started) / 1000)).padStart(4, '0');
    const line = host.stderr.isTerminal
      ? `\x1b[33mWARN\x1b[0m[${seconds}] ${text.padEnd(44)} \n`
      : `time="${new Date(host.now()).toISOString().replace(/\.\d+Z/, 'Z')}" level=warning msg=${JSON.stringify(text)}\n`;
    this.#writing = this.#writing.then(() => this.#cli.err(line));
  };

  flush(): Promise<void> {
    return this.#writing;
  }
}
