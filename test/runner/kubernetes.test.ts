import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodePlatform } from '../../src/bin/node-platform.ts';
import { textOf } from '../../src/engine/api/body.ts';
import { createComputer } from '../../src/host/computer.ts';
import { type Cluster, findCluster } from '../../src/runner/kubernetes/config.ts';
import { KubernetesPlacement } from '../../src/runner/kubernetes/placement.ts';
import { defaultLimits } from '../../src/runner/policy/policy.ts';
import { startRunner } from '../../src/runner/serve/runner.ts';
import { StateFile } from '../../src/runner/session/state-file.ts';
import { ensureBusyboxImage } from '../support/node-image.ts';
import { connectTo } from './client.ts';
import { type EmulatedCluster, emulateCluster } from './cluster.ts';
import { realEngines } from './real.ts';

const { docker } = await realEngines();
const engine = docker?.address.kind === 'socket' ? docker : undefined;
const TOKEN = 'let-me-in';

describe('sessions as pods of a cluster', () => {
  let emulated: EmulatedCluster;
  let cluster: Cluster;
  let state: string;
  const it = test.skipIf(!engine);

  beforeAll(async () => {
    if (engine?.address.kind !== 'socket') return;
    await ensureBusyboxImage(engine.door, 'busybox:latest');
    emulated = await emulateCluster(TOKEN, engine.address.path);
    state = mkdtempSync(join(tmpdir(), 'drydock-kubernetes-'));
    writeFileSync(
      join(state, 'config'),
      `apiVersion: v1\nkind: Config\ncurrent-context: school\ncontexts:\n- name: school\n  context: { cluster: school, user: teacher, namespace: class }\nclusters:\n- name: school\n  cluster: { server: '${emulated.server}' }\nusers:\n- name: teacher\n  user: { token: ${TOKEN} }\n`,
    );
    cluster = findCluster({ KUBECONFIG: join(state, 'config') });
  });
  afterAll(async () => {
    await emulated?.close();
    if (state) rmSync(state, { recursive: true, force: true });
  });

  it('places a pod for each student, works in it, and removes it', async () => {
    const placement = new KubernetesPlacement(cluster, cluster.namespace, 'docker:28-dind', defaultLimits);
    const runner = await startRunner({
      engine: () => placement.place(),
      platform: nodePlatform(),
      stateFolder: state,
      limits: defaultLimits,
      port: 0,
      allowOrigins: [],
      students: 2,
      page: undefined,
    });
    const links = runner.tokens.map((token) => `http://x/#runner=127.0.0.1:${runner.port}/${token}`);
    const [one, other] = [await connectTo(links[0]!), await connectTo(links[1]!)];
    expect(emulated.pods.size).toBe(2);
    const [pod] = emulated.pods.values();
    expect(pod!.metadata.labels['app.kubernetes.io/managed-by']).toBe('drydock');
    expect(pod!.spec).toMatchObject({
      automountServiceAccountToken: false,
      activeDeadlineSeconds: defaultLimits.seconds,
      containers: [{ name: 'engine', image: 'docker:28-dind', resources: { limits: { memory: expect.anything() } } }],
    });
    const computer = await createComputer({ platform: nodePlatform(), images: [], folder: 'work', files: [] });
    computer.useEngine(one.door);
    const session = computer.openSession();
    await session.run('printf "FROM busybox\\nCOPY f /f\\n" > Dockerfile && echo in a pod > f');
    expect(await session.run('docker build -q -t runner-pod .')).toMatchObject({ exit: 0, stderr: '' });
    expect((await session.run('docker run --rm --network none runner-pod cat /f')).stdout).toBe('in a pod\n');
    // The end of the input gets there too.
    expect((await session.run('echo typed | docker run --rm -i --network none busybox cat')).stdout).toBe('typed\n');
    expect((await session.run('docker run --rm -v $PWD:/w busybox true')).stderr).toContain('refused: bind mounts');
    // What is published in the pod is reached there.
    await session.run(
      "docker run -d --name runner-pod-http -p 18098:8000 busybox sh -c 'mkdir /www; echo hello from a pod > /www/index.html; exec httpd -f -p 8000 -h /www'",
    );
    await expect
      .poll(async () => (await session.run('curl -s localhost:18098')).stdout, { timeout: 20_000 })
      .toBe('hello from a pod\n');
    await session.run('docker rm -f runner-pod-http');
    const request = { method: 'GET', path: '/containers/json', query: 'all=1', headers: {}, body: undefined } as const;
    expect((await textOf((await other.door.request(request)).body)).trim()).toBe('[]');
    expect(new Set(emulated.commands.map((words) => words.join(' ')))).toEqual(
      new Set(['docker system dial-stdio', 'nc 127.0.0.1 18098']),
    );
    computer.powerOff();
    await runner.close();
    expect(emulated.pods.size).toBe(0);
    expect(StateFile.all(state)).toEqual([]);
  });

  it('removes the pods of a runner that was killed', async () => {
    const placement = new KubernetesPlacement(cluster, cluster.namespace, 'docker:28-dind', defaultLimits);
    const { engine: placed } = await placement.place();
    const [name] = emulated.pods.keys();
    mkdirSync(join(state, 'sessions'), { recursive: true });
    const document = {
      version: 1,
      session: 'feed',
      pid: 2 ** 22 - 1,
      started: '1',
      engine: `kubernetes://class/${name}`,
    };
    const made = { images: [], tags: [], networks: [], volumes: [], builderRecords: [] };
    writeFileSync(join(state, 'sessions', 'feed.json'), JSON.stringify({ ...document, made }));
    expect(placed.kind).toBe('docker');
    expect(await placement.sweep(state)).toBe(1);
    expect(emulated.pods.size).toBe(0);
    expect(StateFile.all(state)).toEqual([]);
  });

  it('says what the cluster says, and leaves no pod that does not start', async () => {
    const elsewhere = new KubernetesPlacement(cluster, 'kube-system', 'docker:28-dind', defaultLimits);
    await expect(elsewhere.place()).rejects.toThrow('cannot create resource "pods"');
    const stranger = { ...cluster, token: 'wrong' };
    await expect(new KubernetesPlacement(stranger, 'class', 'x', defaultLimits).place()).rejects.toThrow(
      'Unauthorized',
    );
    emulated.breakPods('ImagePullBackOff');
    const placement = new KubernetesPlacement(cluster, 'class', 'no/such:image', defaultLimits);
    await expect(placement.place()).rejects.toThrow(/does not start: Back-off pulling image/);
    expect(emulated.pods.size).toBe(0);
  });
});
