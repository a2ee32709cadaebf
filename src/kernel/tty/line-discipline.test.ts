import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Terminal } from './terminal.ts';

interface Recorded {
  keys: string;
  echo: string;
  /** What each read(2) answered, as `[hex]`. */
  got: string;
}

/** Keys typed one after the other into one pseudo-terminal of a real Linux, with what it echoed and handed over. */
const recorded: Recorded[] = JSON.parse(
  readFileSync(new URL('./fixtures/line-discipline.json', import.meta.url), 'utf8'),
);

test('echo and lines are those of a real Linux for the same keys', () => {
  const terminal = new Terminal({ size: { columns: 80, rows: 24 }, onInput() {} });
  const decoder = new TextDecoder();
  let echo = '';
  terminal.onOutput((bytes) => {
    echo += decoder.decode(bytes);
  });
  for (const { keys, echo: expectedEcho, got: expected } of recorded) {
    echo = '';
    let got = '';
    for (const key of keys) {
      terminal.input(new TextEncoder().encode(key));
      for (let line = terminal.tryRead(4096); line; line = terminal.tryRead(4096)) {
        got += `[${Buffer.from(line).toString('hex')}]`;
      }
    }
    expect({ keys, echo, got }).toEqual({ keys, echo: expectedEcho, got: expected });
  }
});
