import type { SystemCalls } from '../../kernel/system-calls.ts';
import type { ByteStream } from './stream.ts';

/** A process's socket (or any descriptor) as a byte stream. */
export function socketStream(sys: SystemCalls, fd: number): ByteStream {
  return { read: () => sys.read(fd), write: (bytes) => sys.write(fd, bytes) };
}
