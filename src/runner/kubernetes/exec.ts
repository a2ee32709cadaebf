import { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { authorization } from './api.ts';
import type { Cluster } from './config.ts';

/** Channels of an exec's WebSocket (k8s.io/apimachinery, remotecommand). */
const [STDIN, STDOUT, CLOSE] = [0, 1, 255];
/** The fifth version can say that the input is over. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** Runs a command in a pod; what it reads and writes is the stream. */
export function execInPod(
  cluster: Cluster,
  namespace: string,
  pod: string,
  container: string,
  command: readonly string[],
): Duplex {
  const query = new URLSearchParams({ container, stdin: 'true', stdout: 'true' });
  for (const word of command) query.append('command', word);
  const { ca, cert, key } = cluster;
  const url = `${cluster.server.replace(/^http/, 'ws')}/api/v1/namespaces/${namespace}/pods/${pod}/exec?${query}`;
  const socket = new WebSocket(url, PROTOCOLS, {
    ca,
    cert,
    key,
    headers: authorization(cluster),
    perMessageDeflate: false,
  });
  const open = new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  open.catch(() => {});
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      open.then(() => socket.send(Buffer.concat([Buffer.from([STDIN]), chunk]), done), done);
    },
    final(done) {
      open.then(() => {
        if (socket.protocol === PROTOCOLS[0]) socket.send(Buffer.from([CLOSE, STDIN]));
        done();
      }, done);
    },
    destroy(error, done) {
      socket.terminate();
      done(error);
    },
  });
  socket.on('message', (data: Buffer) => {
    if (data[0] === STDOUT && data.length > 1) stream.push(data.subarray(1));
  });
  socket.on('close', () => stream.push(null));
  socket.on('error', (error) => stream.destroy(error));
  return stream;
}
