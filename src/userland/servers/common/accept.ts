import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';

/**
 * Serves every connection of a listening socket side by side, and closes each when it has been served. Broken
 * connections are nobody's fault; any other failure of `serve` comes out here.
 */
export async function acceptConnections(
  sys: SystemCalls,
  listener: number,
  serve: (fd: number) => Promise<void>,
): Promise<never> {
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  for (;;) {
    const fd = await Promise.race([sys.accept(listener), failed]);
    void serveOne(sys, fd, serve).catch(fail);
  }
}

async function serveOne(sys: SystemCalls, fd: number, serve: (fd: number) => Promise<void>): Promise<void> {
  try {
    await serve(fd);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  sys.close(fd);
}
