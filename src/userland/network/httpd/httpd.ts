import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { type Command, type Context, Exit, reason } from '../../commands/common/context.ts';
import { parseOptions } from '../../commands/common/options.ts';
import { readRequestHead } from '../../http/message.ts';
import { socketStream } from '../../http/socket.ts';
import { HttpError, StreamReader } from '../../http/stream.ts';
import { acceptConnections } from '../../servers/common/accept.ts';
import { answer } from './answer.ts';

/** busybox's httpd: the files of a folder. */
export const httpd: Command = async (context) => {
  const options = parseOptions(context, 'c:d:e:h:m:p:u:r:M:K:fiv');
  for (const letter of 'cdeimrM') {
    if (options.has(letter)) throw new Exit(1, `drydock: not simulated: httpd -${letter}`);
  }
  const { sys } = context;
  const home = options.get('h');
  if (home !== undefined) {
    try {
      sys.chdir(home);
    } catch (error) {
      throw new Exit(1, `can't change directory to '${home}': ${reason(error)}`);
    }
  }
  const listener = listen(context, options.get('p') ?? '80');
  const run = (own: SystemCalls): Promise<never> =>
    acceptConnections(own, listener, (fd) => serve(own, fd, options.has('v')));
  if (options.has('f')) return run(sys);
  sys.fork((child) => {
    child.newSession();
    return run(child);
  });
  return 0;
};

function listen(context: Context, where: string): number {
  const [, host = '0.0.0.0', port = ''] = /^(?:(.*):)?(\d+)$/.exec(where) ?? [];
  if (Number(port) < 1 || Number(port) > 65_535) throw new Exit(1, `invalid number '${where}'`);
  try {
    return context.sys.listen(Number(port), host);
  } catch (error) {
    throw new Exit(1, `bind: ${reason(error)}`);
  }
}

/** One connection, one request. */
async function serve(sys: SystemCalls, fd: number, verbose: boolean): Promise<void> {
  const stream = socketStream(sys, fd);
  let head: Awaited<ReturnType<typeof readRequestHead>>;
  try {
    head = await readRequestHead(new StreamReader(stream));
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
  }
  if (!head) return;
  const { status, bytes } = answer(sys, head);
  if (verbose) {
    const { address, port } = sys.peerName(fd);
    await sys.write(2, `${address}:${port}: response:${status}\n`);
  }
  try {
    await stream.write(bytes);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}
