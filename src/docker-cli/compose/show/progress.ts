import type { Cli } from '../../cli.ts';
import { TerminalDisplay } from './terminal-display.ts';

export type Status = 'working' | 'done' | 'warning' | 'error';

/** Something is known of one thing compose works on: `Container shop-web-1`, `Network shop_default`. */
export interface ProgressEvent {
  readonly id: string;
  /** The image a layer belongs to. */
  readonly parent?: string;
  readonly text?: string;
  readonly status: Status;
  readonly words: string;
}

export interface Progress {
  event(event: ProgressEvent): void;
}

export type ProgressMode = 'auto' | 'tty' | 'plain' | 'json' | 'quiet';

export const working = (id: string, words: string): ProgressEvent => ({ id, status: 'working', words });
export const done = (id: string, words: string): ProgressEvent => ({ id, status: 'done', words });
export const warning = (id: string, words: string): ProgressEvent => ({ id, status: 'warning', words });
export const failure = (id: string, words = 'Error'): ProgressEvent => ({ id, status: 'error', words });

/** Does the work and shows on stderr how it goes: in place on a terminal, otherwise a line an event. */
export async function withProgress<T>(
  cli: Cli,
  mode: ProgressMode,
  title: string,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  if (mode === 'quiet') return work({ event: () => {} });
  const inPlace = mode === 'tty' || (mode === 'auto' && cli.host.stderr.isTerminal);
  if (inPlace) {
    const display = new TerminalDisplay(cli, title);
    try {
      return await work(display);
    } finally {
      await display.end();
    }
  }
  let written: Promise<void> = Promise.resolve();
  const line = mode === 'json' ? jsonLine : plainLine;
  try {
    return await work({
      event(event) {
        written = written.then(() => cli.err(line(event)));
      },
    });
  } finally {
    await written;
  }
}

export const plainLine = ({ id, text = '', words }: ProgressEvent): string => ` ${id} ${text} ${words}\n`;

const jsonLine = ({ id, parent, text, status, words }: ProgressEvent): string =>
  `${JSON.stringify({
    id,
    ...(parent && { parent_id: parent }),
    ...(text && { text }),
    status: words,
    ...(status === 'error' && { error: true }),
  })}\n`;
