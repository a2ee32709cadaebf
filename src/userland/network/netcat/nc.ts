import { isErrno, KernelError } from '../../../kernel/errno.ts';
import { type Command, type Context, Exit, reason } from '../../commands/common/context.ts';
import { parseOptions, usage } from '../../commands/common/options.ts';
import { TIMED_OUT, withTimeout } from '../timeout.ts';
import { relay } from './relay.ts';

/** nc(1) as busybox's full configuration has it (Alpine's): connect, listen, and -z to try a port. */
export const nc: Command = async (context) => {
  const options = parseOptions(context, 'lvzNknuw:p:s:i:q:e:');
  if (options.has('e') || options.has('u')) throw new Exit(1, 'drydock: not simulated: nc -e, -u');
  const { sys } = context;
  const wait = options.get('w') === undefined ? undefined : Number(options.get('w')) * 1000;
  const verbose = options.has('v');
  const { operands } = options;
  if (options.has('l')) {
    const port = Number(options.get('p') ?? operands[operands.length - 1] ?? 0);
    const listening = sys.listen(port);
    if (verbose) context.warn(`listening on 0.0.0.0:${sys.socketName(listening).port} ...`);
    await context.out.flush();
    do {
      await relay(sys, await sys.accept(listening), undefined);
    } while (options.has('k'));
    return 0;
  }
  const [host, portText] = operands;
  if (host === undefined || portText === undefined) usage(context);
  const [, first = '', last = first] = /^(\d+)(?:-(\d+))?$/.exec(portText) ?? [];
  if (first === '') throw new Exit(1, `bad port '${portText}'`);
  const [address] = await sys.resolve(host);
  if (address === undefined) throw new Exit(1, `bad address '${host}'`);
  let status = 1;
  for (let port = Number(first); port <= Number(last || first); port++) {
    const socket = await connect(context, { host, address, port, wait, verbose });
    if (socket === undefined) continue;
    status = 0;
    if (options.has('z')) sys.close(socket);
    else await relay(sys, socket, wait);
  }
  return status;
};

/** telnet(1), as far as it is used to try a port or talk a text protocol. */
export const telnet: Command = async (context) => {
  const { operands } = parseOptions(context, 'al:');
  const [host, portText = '23'] = operands;
  if (host === undefined) usage(context);
  const { sys } = context;
  const [address] = await sys.resolve(host);
  if (address === undefined) throw new Exit(1, `bad address '${host}'`);
  let socket: number;
  try {
    socket = await sys.connect(address, Number(portText));
  } catch (error) {
    throw new Exit(1, `can't connect to remote host (${address}): ${reason(error)}`);
  }
  await relay(sys, socket, undefined);
  context.out.text('Connection closed by foreign host\r\n', 2);
  return 1;
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
  const name = `${target.host} (${target.address}:${target.port})`;
  try {
    const socket = await withTimeout(sys, target.wait, sys.connect(target.address, target.port));
    if (socket === TIMED_OUT) throw new KernelError('ETIMEDOUT');
    if (target.verbose) context.out.text(`${name} open\n`, 2);
    await context.out.flush();
    return socket;
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (target.verbose) context.warn(`${name}: ${reason(error)}`);
    return undefined;
  }
}
