import { textOf } from '../engine/api/body.ts';
import type { EngineDoor } from '../engine/api/door.ts';
import type { RunnerInfo } from '../engine/api/drydock.ts';
import { remoteDoor } from '../engine/api/wire/client.ts';
import type { RunnerKey } from './protocol.ts';

/** A real engine's door, as long as the runner is there. */
export interface RunnerConnection {
  readonly door: EngineDoor;
  readonly info: RunnerInfo;
  /** Resolves when the connection is over. */
  readonly lost: Promise<void>;
  close(): void;
}

/** Connects to a runner. Rejects when there is none, or it does not let us in: a browser does not say which. */
export async function connectRunner({ address, key }: RunnerKey, workspace: string): Promise<RunnerConnection> {
  const url = `ws://${address}/drydock/door?workspace=${encodeURIComponent(workspace)}`;
  const socket = new WebSocket(url, ['drydock', `key.${key}`]);
  socket.binaryType = 'arraybuffer';
  /** Why the runner has closed it, when it says so. */
  let reason = '';
  const lost = new Promise<void>((resolve) =>
    socket.addEventListener('close', (event) => {
      ({ reason } = event);
      resolve();
    }),
  );
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    void lost.then(() =>
      reject(
        new Error(
          `The runner at ${address} does not let this page in, or has ended. Start it again and open its link.`,
        ),
      ),
    );
  });
  const door = remoteDoor({
    send: (frame) => socket.send(frame as Uint8Array<ArrayBuffer>),
    onMessage: (listener) =>
      socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => listener(new Uint8Array(data))),
    onClose: (listener) => void lost.then(listener),
  });
  const response = await door
    .request({ method: 'GET', path: '/drydock/runner', query: '', headers: {}, body: undefined })
    .catch((error: Error) => {
      throw reason === '' ? error : new Error(reason);
    });
  const info = JSON.parse(await textOf(response.body)) as RunnerInfo;
  return { door, info, lost, close: () => socket.close() };
}
