import { expect, it } from 'vitest';
import { commandBlocks } from './prose.ts';

it('takes the command blocks of a text, and how each shall end', () => {
  const text = [
    'Do this.\n',
    '```sh\ndocker ps\n```',
    '```sh fails\nfalse\n```',
    '```sh tty\ndocker run -it alpine\n```',
    '```sh after fails\nrm /x\nfalse\n```',
    '```text\nno command\n```',
  ].join('\n');
  expect(commandBlocks(text)).toEqual([
    { text: 'docker ps', expects: 'success', after: false },
    { text: 'false', expects: 'failure', after: false },
    { text: 'docker run -it alpine', expects: 'terminal', after: false },
    { text: 'rm /x\nfalse', expects: 'failure', after: true },
  ]);
});
