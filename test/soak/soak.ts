import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createComputer } from '../../src/host/computer.ts';
import type { Platform } from '../../src/kernel/platform.ts';
import { nodePlatform } from '../support/platform.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What a computer holds on to. */
export interface Holdings {
  readonly rounds: number;
  readonly seconds: number;
  readonly megabytes: number;
  readonly processes: number;
  readonly timers: number;
  readonly ports: number;
  readonly containers: number;
  readonly volumes: number;
}

/** One life: everything a container can hold (a port, volumes, a network, a health check, execs) and lets go of. */
const LIFE = [
  'docker network create lifenet',
  'docker create --name life --network lifenet -p 8080:80 -v lifedata:/data -v /anonymous --health-cmd true --health-interval 1s busybox sh -c "echo started; sleep 1000"',
  'docker start life',
  'docker exec life sh -c "head -c 200000 /dev/zero > /big; echo more >> /data/log"',
  'docker exec -d life sleep 1000',
  'docker logs life',
  'docker pause life',
  'docker unpause life',
  'docker restart -t 0 life',
  'docker stop -t 0 life',
  'docker rm -v life',
  'docker run --rm -v /x busybox sh -c "echo x > /x/y; sleep 1000 & exit 3"',
  'docker volume rm lifedata',
  'docker network rm lifenet',
];

/** Lives one after another for `seconds`; what is held after the first of them and at the end. */
export async function soak(seconds: number): Promise<[first: Holdings, last: Holdings]> {
  const { platform, timers } = counting(nodePlatform());
  const computer = await createComputer({ platform, images: ['busybox:latest'], folder: 'work', files: [] });
  const start = Date.now();
  let rounds = 0;
  const session = computer.openSession();
  const live = async () => {
    for (const line of LIFE) await session.run(line);
    rounds++;
  };
  const holdings = async (): Promise<Holdings> => {
    // Restart delays and the last of what was killed.
    await new Promise((resolve) => setTimeout(resolve, 300));
    collectGarbage();
    const count = async (command: string) => Number((await session.run(`${command} | wc -l`)).stdout);
    const containers = await count('docker ps -aq');
    const volumes = await count('docker volume ls -q');
    const listening = (await session.run('curl -s localhost:8080')).exit === 7 ? 0 : 1;
    return {
      rounds,
      seconds: (Date.now() - start) / 1000,
      megabytes: process.memoryUsage().heapUsed / 2 ** 20,
      processes: computer.kernel.processes().length,
      timers: timers.size,
      ports: listening,
      containers,
      volumes,
    };
  };
  // The first lives load programs and warm caches.
  for (let i = 0; i < 5; i++) await live();
  const first = await holdings();
  while ((Date.now() - start) / 1000 < seconds) await live();
  const last = await holdings();
  computer.powerOff();
  return [first, last];
}

function counting(platform: Platform): { platform: Platform; timers: Set<symbol> } {
  const timers = new Set<symbol>();
  const timer: Platform['timer'] = (ms, callback) => {
    const key = Symbol(`${ms} ms`);
    timers.add(key);
    const cancel = platform.timer(ms, () => {
      timers.delete(key);
      callback();
    });
    return () => {
      timers.delete(key);
      cancel();
    };
  };
  return { platform: { ...platform, timer }, timers };
}
