import type { SystemCalls } from '../../../kernel/system-calls.ts';

/** Standard input to the peer, the peer to standard output, until the peer has ended (or is silent for `wait` ms). */
export async function relay(sys: SystemCalls, socket: number, wait: number | undefined): Promise<void> {
  let input = true;
  for (;;) {
    const ready = await sys.poll(input ? [0, socket] : [socket], wait);
    if (ready.length === 0) return;
    for (const fd of ready) {
      const bytes = await sys.read(fd);
      if (fd === socket) {
        if (bytes.length === 0) return;
        await sys.write(1, bytes);
      } else if (bytes.length === 0) {
        input = false;
        sys.shutdown(socket, 'write');
      } else await sys.write(socket, bytes);
    }
  }
}
