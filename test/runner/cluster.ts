import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { textOf } from '../../src/engine/api/body.ts';

export interface PodManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly automountServiceAccountToken: boolean;
    readonly activeDeadlineSeconds: number;
    readonly containers: readonly {
      readonly name: string;
      readonly image: string;
      readonly resources: { limits: object };
    }[];
  };
}

export interface EmulatedCluster {
  readonly server: string;
  readonly pods: Map<string, PodManifest>;
  /** What each exec was asked to run. */
  readonly commands: string[][];
  /** Pods that are made from now on never start, for this reason. */
  breakPods(reason: string): void;
  close(): Promise<void>;
}

/**
 * The little of a Kubernetes API server that a placement speaks to, in the shapes of its API reference: pods are made, become
 * ready after a look or two, take an exec over WebSocket and are deleted. Behind every pod is one real engine.
 */
export async function emulateCluster(token: string, engineSocket: string): Promise<EmulatedCluster> {
  const pods = new Map<string, PodManifest>();
  const looks = new Map<string, number>();
  const commands: string[][] = [];
  let broken: string | undefined;
  const isKnown = (request: IncomingMessage) => request.headers.authorization === `Bearer ${token}`;

  const statusOf = (name: string) => {
    const count = (looks.get(name) ?? 0) + 1;
    looks.set(name, count);
    if (broken !== undefined) {
      const waiting = { reason: broken, message: `Back-off pulling image: ${broken}` };
      return { phase: 'Pending', containerStatuses: [{ name: 'engine', ready: false, state: { waiting } }] };
    }
    const ready = count > 2;
    return {
      phase: count > 1 ? 'Running' : 'Pending',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [
        { name: 'engine', ready, state: count > 1 ? { running: {} } : { waiting: { reason: 'ContainerCreating' } } },
      ],
    };
  };

  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const send = (code: number, value: object) => {
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    const fail = (code: number, reason: string, message: string) =>
      send(code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code });
    const [, namespace, name] =
      /^\/api\/v1\/namespaces\/([\w-]+)\/pods(?:\/([\w-]+))?(?:\?|$)/.exec(request.url ?? '') ?? [];
    if (!isKnown(request)) return fail(401, 'Unauthorized', 'Unauthorized');
    if (namespace !== 'class')
      return fail(
        403,
        'Forbidden',
        `pods is forbidden: User "teacher" cannot create resource "pods" in API group "" in the namespace "${namespace}"`,
      );
    if (request.method === 'POST' && name === undefined) {
      const pod = JSON.parse(await textOf(request)) as PodManifest;
      if (pod.apiVersion !== 'v1' || pod.kind !== 'Pod') return fail(400, 'BadRequest', 'not a Pod');
      pods.set(pod.metadata.name, pod);
      return send(201, { ...pod, status: { phase: 'Pending' } });
    }
    const pod = pods.get(name ?? '');
    if (!pod) return fail(404, 'NotFound', `pods "${name}" not found`);
    if (request.method === 'DELETE') {
      pods.delete(name!);
      return send(200, pod);
    }
    return send(200, { ...pod, status: statusOf(name!) });
  };

  const sockets = new WebSocketServer({
    noServer: true,
    // As an API server since 1.30: the newest it knows.
    handleProtocols: (asked) => (asked.has('v5.channel.k8s.io') ? 'v5.channel.k8s.io' : false),
  });
  server.on('upgrade', (request, socket, head) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://cluster');
    const [, name = ''] = /^\/api\/v1\/namespaces\/class\/pods\/([\w-]+)\/exec$/.exec(pathname) ?? [];
    if (!isKnown(request) || !pods.has(name) || searchParams.get('container') !== 'engine') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    const command = searchParams.getAll('command');
    commands.push(command);
    const inPod = () => (command[0] === 'nc' ? connect(Number(command[2]), command[1]) : connect(engineSocket));
    sockets.handleUpgrade(request, socket, head, (connection) => bridge(connection, inPod()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pods,
    commands,
    breakPods: (reason) => {
      broken = reason;
    },
    close: () =>
      new Promise((resolve) => {
        for (const connection of sockets.clients) connection.terminate();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What `docker system dial-stdio` and `nc` do in the pod, with the channels of an exec around it. */
function bridge(connection: WebSocket, engine: Socket): void {
  engine.on('data', (chunk) => connection.send(Buffer.concat([Buffer.from([1]), chunk])));
  engine.on('close', () => {
    connection.send(Buffer.concat([Buffer.from([3]), Buffer.from('{"metadata":{},"status":"Success"}')]));
    connection.close();
  });
  engine.on('error', () => connection.close());
  connection.on('message', (data: Buffer) => {
    if (data[0] === 0) engine.write(data.subarray(1));
    else if (data[0] === 255 && data[1] === 0) engine.end();
  });
  connection.on('close', () => engine.destroy());
}
