/** Docker's stream multiplexing (pkg/stdcopy): `[type, 0, 0, 0, length as big-endian 32 bits]` before each payload. */
export type StreamType = 0 | 1 | 2;

export function frame(stream: StreamType, payload: Uint8Array): Uint8Array {
  const framed = new Uint8Array(8 + payload.length);
  framed[0] = stream;
  new DataView(framed.buffer).setUint32(4, payload.length);
  framed.set(payload, 8);
  return framed;
}

export const MULTIPLEXED_STREAM = 'application/vnd.docker.multiplexed-stream';
export const RAW_STREAM = 'application/vnd.docker.raw-stream';
