import { expect, it } from 'vitest';
import type { Moment } from '../../worker/protocol.ts';
import { commandsToHere } from './commands.ts';

const moment = (id: number, after: number | undefined, text: string, status?: number): Moment => ({
  id,
  after,
  kind: after === undefined ? 'beginning' : 'command',
  text,
  time: 0,
  status,
});

it('takes what led to where the computer is, and no other branch', () => {
  const moments = [
    moment(0, undefined, ''),
    moment(1, 0, 'docker build -t hello .', 0),
    moment(2, 1, 'docker tag hello mine', 0),
    moment(3, 1, 'docker run -d --name web hello', 0),
  ];
  expect(commandsToHere({ moments, at: 3 })).toEqual(['docker build -t hello .', 'docker run -d --name web hello']);
  expect(commandsToHere({ moments, at: 1 })).toEqual(['docker build -t hello .']);
});

it.each([
  ['docker run -it alpine sh', false],
  ['docker run --rm -ti alpine', false],
  ['docker exec --tty web sh', false],
  ['docker exec web touch /note.txt', true],
  ['docker network create --driver bridge back', true],
  ['docker images', false],
  ['docker network ls', false],
  ['docker image prune -f', true],
  ['docker compose up -d', true],
  ['ls -it', false],
  ['  docker build -t a . && docker push a', true],
])('%s: %s', (line, taken) => {
  expect(commandsToHere({ moments: [moment(0, undefined, line, 0)], at: 0 }).length > 0).toBe(taken);
});

it('leaves out what failed and what still runs', () => {
  const moments = [
    moment(0, undefined, ''),
    moment(1, 0, 'docker pull nothing', 1),
    moment(2, 1, 'docker pull alpine'),
  ];
  expect(commandsToHere({ moments, at: 2 })).toEqual([]);
});
