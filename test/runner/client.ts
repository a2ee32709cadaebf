import { WebSocket } from 'ws';
import type { EngineDoor } from '../../src/engine/api/door.ts';
import { remoteDoor } from '../../src/engine/api/wire/client.ts';

/** A page's way to a runner, without a page. */
export async function connectTo(link: string): Promise<{ door: EngineDoor; socket: WebSocket; close(): void }> {
  const [, address = '', token = ''] = /#runner=([^/]+)\/(.+)$/.exec(link)!;
  return connectWith(address, await keyFor(address, token));
}

export async function keyFor(address: string, token: string): Promise<string> {
  const response = await fetch(`http://${address}/drydock/session`, {
    method: 'POST',
    headers: { origin: `http://${address}` },
    body: JSON.stringify({ token }),
  });
  if (!response.ok) throw new Error(String(response.status));
  return ((await response.json()) as { key: string }).key;
}

export async function connectWith(
  address: string,
  key: string,
): Promise<{ door: EngineDoor; socket: WebSocket; close(): void }> {
  const socket = new WebSocket(`ws://${address}/drydock/door?workspace=/root/work`, ['drydock', `key.${key}`], {
    origin: `http://${address}`,
  });
  socket.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('close', () => reject(new Error('not let in')));
  });
  const door = remoteDoor({
    send: (frame) => socket.send(frame),
    onMessage: (listener) => void socket.on('message', (data: Buffer) => listener(new Uint8Array(data))),
    onClose: (listener) => void socket.on('close', () => listener()),
  });
  return { door, socket, close: () => socket.terminate() };
}
