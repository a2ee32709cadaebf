import { isErrno, KernelError } from '../../../kernel/errno.ts';
import { linesOf } from '../../commands/common/accounts.ts';
import { type Command, type Context, Exit, reason } from '../../commands/common/context.ts';
import { parseOptions } from '../../commands/common/options.ts';
import { TIMED_OUT, withTimeout } from '../timeout.ts';
import { relay } from './relay.ts';

const USAGE = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
\t  [destination] [port]
`;

/** nc(1) of netcat-openbsd: connect, listen, and -z to try ports. */
export const openbsdNetcat: Command = async (context) => {
  const options = parseOptions(context, '46CDdFhklNnrStUuvZzI:i:M:m:O:P:p:q:s:T:V:W:w:X:x:');
  if (options.any('uUXx')) throw new Exit(1, 'drydock: not simulated: nc -u, -U, -X, -x');
  const { sys } = context;
  const wait = options.get('w') === undefined ? undefined : Number(options.get('w')) * 1000;
  const verbose = options.has('v');
  const [host, portText] = options.operands;
  if (options.has('l')) {
    const port = Number(options.get('p') ?? portText ?? host ?? 0);
    const listening = sys.listen(port);
    if (verbose) context.out.text(`Listening on 0.0.0.0 ${sys.socketName(listening).port}\n`, 2);
    await context.out.flush();
    do {
      const socket = await sys.accept(listening);
      const { address, port: from } = sys.peerName(socket);
      if (verbose) context.out.text(`Connection received on ${address} ${from}\n`, 2);
      await context.out.flush();
      await relay(sys, socket, undefined);
      sys.close(socket);
    } while (options.has('k'));
    return 0;
  }
  if (host === undefined || portText === undefined) {
    context.out.text(host === undefined ? USAGE : 'nc: missing port number\n', 2);
    return 1;
  }
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(portText) ?? [];
  if (first === undefined) throw new Exit(1, `port number invalid: ${portText}`);
  const [address] = await sys.resolve(host);
  if (address === undefined) {
    throw new Exit(1, `getaddrinfo for host "${host}" port ${portText}: Name or service not known`);
  }
  let status = 1;
  for (let port = Number(first); port <= Number(last); port++) {
    const socket = await connect(context, { host, address, port, wait, verbose });
    if (socket === undefined) continue;
    status = 0;
    if (options.has('z')) sys.close(socket);
    else {
      await relay(sys, socket, wait);
      return 0;
    }
  }
  return status;
};

interface Target {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly wait: number | undefined;
  readonly verbose: boolean;
}

async function connect(context: Context, target: Target): Promise<number | undefined> {
  const { sys } = context;
  const { host, address, port, verbose } = target;
  const shown = host === address ? host : `${host} (${address})`;
  try {
    const socket = await withTimeout(sys, target.wait, sys.connect(address, port));
    if (socket === TIMED_OUT) throw new KernelError('ETIMEDOUT');
    if (verbose)
      context.out.text(`Connection to ${shown} ${port} port [tcp/${serviceName(context, port)}] succeeded!\n`, 2);
    await context.out.flush();
    return socket;
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (verbose) context.warn(`connect to ${shown} port ${port} (tcp) failed: ${reason(error)}`);
    return undefined;
  }
}

/** What /etc/services calls a port. */
function serviceName({ sys }: Context, port: number): string {
  for (const line of linesOf(sys, '/etc/services')) {
    const [name, number] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (number === `${port}/tcp`) return name!;
  }
  return '*';
}
