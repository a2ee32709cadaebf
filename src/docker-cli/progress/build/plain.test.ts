import { expect, test } from 'vitest';
import type { SolveStatus } from '../../../engine/api/solve-status.ts';
import { encodeBase64 } from '../../client/base64.ts';
import { PlainProgress } from './plain.ts';
import { Trace } from './trace.ts';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();
const step = (digest: string, name: string, more: object): SolveStatus => ({ vertexes: [{ digest, name, ...more }] });
const log = (vertex: string, text: string, seconds: number): SolveStatus => ({
  logs: [{ vertex, stream: 1, data: encodeBase64(new TextEncoder().encode(text)), timestamp: at(seconds) }],
});

test('steps, their output and their end are told one by one; a failure repeats its last lines', () => {
  const trace = new Trace();
  const plain = new PlainProgress('building with "default" instance using docker driver');
  const messages: SolveStatus[] = [
    step('a', '[1/2] FROM x', { started: at(1), completed: at(1), cached: true }),
    step('b', '[2/2] RUN echo hi', { inputs: ['a'] }),
    step('b', '[2/2] RUN echo hi', { started: at(2) }),
    log('b', 'hi\nthe', 2.5),
    log('b', 're\n', 3),
    step('b', '[2/2] RUN echo hi', { started: at(2), completed: at(4.25), error: 'exit code: 1' }),
  ];
  let text = '';
  messages.forEach((message, i) => {
    trace.update(message, i * 1000);
    text += plain.print(trace, i * 1000);
  });
  expect(text).toBe(
    '#0 building with "default" instance using docker driver\n\n#1 [1/2] FROM x\n#1 CACHED\n\n#2 [2/2] RUN echo hi\n#2 0.500 hi\n#2 0.500 there\n#2 ERROR: exit code: 1\n',
  );
  expect(trace.errorLogs()).toBe('------\n > [2/2] RUN echo hi:\n0.500 hi\n0.500 there\n------\n');
});
