import type { Http2Stream, ServerHttp2Stream } from 'node:http2';

/** gRPC over HTTP/2 (grpc/grpc's doc/PROTOCOL-HTTP2.md): messages with five bytes before each. */
const PREFIX = 5;
/** A message longer than this is none of BuildKit's requests. */
const LONGEST = 1 << 20;

export const STATUS = { OK: '0', NOT_FOUND: '5', UNIMPLEMENTED: '12', INTERNAL: '13' } as const;

/** What comes, as long as it is wanted: leaving off does not reset the stream, whose answer may not have ended. */
export async function* messages(stream: Http2Stream, longest = LONGEST): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    while (rest.length >= PREFIX) {
      const length = rest.readUInt32BE(1);
      if (rest[0] !== 0 || length > longest) throw new Error('a gRPC message that is compressed or too long');
      if (rest.length < PREFIX + length) break;
      yield rest.subarray(PREFIX, PREFIX + length);
      rest = rest.subarray(PREFIX + length);
    }
  }
}

/** False when the receiver is behind and should be waited for. */
export function send(stream: Http2Stream, message: Uint8Array): boolean {
  if (stream.destroyed || stream.writableEnded) return true;
  const frame = Buffer.allocUnsafe(PREFIX + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, PREFIX);
  return stream.write(frame);
}

/** Begins an answer; its end is the status in the trailers. */
export function begin(stream: ServerHttp2Stream): (status: string, message?: string) => void {
  let status: string = STATUS.OK;
  let words = '';
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => {
    if (stream.destroyed) return;
    stream.sendTrailers({ 'grpc-status': status, ...(words !== '' && { 'grpc-message': encodeURIComponent(words) }) });
  });
  return (ended, message = '') => {
    [status, words] = [ended, message];
    if (!stream.destroyed) stream.end();
  };
}
