import { spawn } from 'node:child_process';
import { connect as connectTcp } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { execInPod } from '../kubernetes/exec.ts';
import { ENGINE_CONTAINER } from '../kubernetes/pod.ts';
import type { EngineAddress } from './address.ts';

/** A fresh connection to an engine. */
export function connect(address: EngineAddress): Duplex {
  switch (address.kind) {
    case 'socket':
      return connectTcp({ path: address.path });
    case 'tcp': {
      const { host, port, tls } = address;
      return tls ? connectTls({ host, port, ...tls, minVersion: 'TLSv1.2' }) : connectTcp({ host, port });
    }
    case 'pod': {
      const { cluster, namespace, pod } = address;
      return likeSocket(execInPod(cluster, namespace, pod, ENGINE_CONTAINER, ['docker', 'system', 'dial-stdio']));
    }
    case 'ssh': {
      const port = address.port === undefined ? [] : ['-p', String(address.port)];
      // As the docker command does (connhelper): no questions, the end of options before the name.
      const args = ['-o', 'BatchMode=yes', '-T', ...port, '--', address.destination, 'docker', 'system', 'dial-stdio'];
      const child = spawn('ssh', args, { stdio: ['pipe', 'pipe', 'inherit'] });
      const stream = likeSocket(Duplex.from({ writable: child.stdin, readable: child.stdout }));
      child.on('error', (error) => stream.destroy(error));
      stream.on('close', () => child.kill());
      return stream;
    }
  }
}

/** Node's HTTP sets what a socket has; two pipes have nothing of it to set. */
function likeSocket<T extends Duplex>(stream: T): T {
  const same = () => stream;
  return Object.assign(stream, { setNoDelay: same, setKeepAlive: same, setTimeout: same, ref: same, unref: same });
}
