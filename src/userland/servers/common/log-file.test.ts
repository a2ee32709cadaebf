import { expect, test } from 'vitest';
import { ProcessEnd } from '../../../kernel/process/process-end.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { LogFile } from './log-file.ts';

test('lines that wait when the process is killed are lost without a word', async () => {
  let take = () => {};
  const written: string[] = [];
  const write = (_fd: number, text: string): Promise<void> => {
    if (written.length > 0) throw new ProcessEnd();
    written.push(text);
    return new Promise((resolve) => (take = resolve));
  };
  const log = new LogFile({ write } as unknown as SystemCalls, 1);
  log.write('one\n');
  log.write('two\n');
  take();
  await log.flushed();
  expect(written).toEqual(['one\n']);
});
