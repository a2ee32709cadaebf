import { expect, test } from 'vitest';
import type { ApiRequest, EngineDoor } from '../engine/api/door.ts';
import type { SystemCalls } from '../kernel/system-calls.ts';
import { dockerCompletion, loadDockerCompletion } from './docker-completion.ts';

const ANSWERS: Readonly<Record<string, unknown>> = {
  '/images/json': [],
  '/containers/json': [
    { Names: ['/shop-web-1'], State: 'running', Labels: { 'com.docker.compose.service': 'web' } },
    { Names: ['/other'], State: 'exited', Labels: {} },
  ],
  '/volumes': { Volumes: [] },
  '/networks': [],
};

const door: EngineDoor = {
  async request({ path }: ApiRequest) {
    const text = path in ANSWERS ? JSON.stringify(ANSWERS[path]) : '';
    return {
      status: 200,
      headers: {},
      body: (async function* () {
        yield new TextEncoder().encode(text);
      })(),
    };
  },
};

test('docker compose: its commands, their flags, the services of what there is', async () => {
  const complete = dockerCompletion(door);
  await loadDockerCompletion();
  const words = (line: string) => complete(line.split(' '), {} as SystemCalls);
  await expect.poll(() => words('docker compose logs w')).toEqual(['web']);
  expect(words('docker compose e')).toEqual(['events', 'exec', 'export']);
  expect(words('docker compose -f other.yaml dow')).toEqual(['down']);
  expect(words('docker compose up --rem')).toEqual(['--remove-orphans']);
  expect(words('docker comp')).toEqual(['compose']);
});
