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
    case 'ssh':
      return viaSsh(address, [], ['docker', 'system', 'dial-stdio']);
  }
}

/** A connection to a port of the machine that an engine runs on, its loopback address alone; from there when it is not this one. */
export function connectPort(address: EngineAddress, port: number): Duplex {
  switch (address.kind) {
    case 'socket':
      return connectTcp({ host: '127.0.0.1', port });
    case 'tcp':
      return connectTcp({ host: address.host, port });
    case 'pod': {
      const { cluster, namespace, pod } = address;
      return execInPod(cluster, namespace, pod, ENGINE_CONTAINER, ['nc', '127.0.0.1', String(port)]);
    }
    case 'ssh':
      return viaSsh(address, ['-W', `127.0.0.1:${port}`], []);
  }
}

/** As the docker command does (connhelper): no questions, the end of options before the name. */
function viaSsh(
  address: Extract<EngineAddress, { kind: 'ssh' }>,
  options: readonly string[],
  command: readonly string[],
): Duplex {
  const port = address.port === undefined ? [] : ['-p', String(address.port)];
  const args = ['-o', 'BatchMode=yes', '-T', ...port, ...options, '--', address.destination, ...command];
  const child = spawn('ssh', args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const stream = likeSocket(Duplex.from({ writable: child.stdin, readable: child.stdout }));
  child.on('error', (error) => stream.destroy(error));
  stream.on('close', () => child.kill());
  return stream;
}

/** Node's HTTP sets what a socket has; two pipes have nothing of it to set. */
function likeSocket<T extends Duplex>(stream: T): T {
  const same = () => stream;
  return Object.assign(stream, { setNoDelay: same, setKeepAlive: same, setTimeout: same, ref: same, unref: same });
}
