import { isErrno } from '../../../kernel/errno.ts';
import { SIGNALS } from '../../../kernel/process/signals.ts';
import { type Command, type Context, Exit, reason } from '../../commands/common/context.ts';
import { parseOptions, usage } from '../../commands/common/options.ts';
import { type TIMED_OUT, withTimeout } from '../timeout.ts';

/** Seconds busybox waits for a first answer. */
const DEFAULT_WAIT = 10;
const IP_AND_ICMP_HEADERS = 28;

interface Settings {
  readonly host: string;
  readonly address: string;
  readonly count: number;
  readonly size: number;
  /** Milliseconds. */
  readonly interval: number;
  readonly wait: number;
  readonly deadline: number;
  readonly quiet: boolean;
}

/** ping(8): busybox's applet and iputils' program. */
export const ping: Command = async (context) => {
  const settings = await readSettings(context);
  const tally = new Tally();
  let interrupt = (): void => {};
  const interrupted = new Promise<void>((resolve) => {
    interrupt = resolve;
  });
  context.sys.signal(SIGNALS.SIGINT, () => interrupt());
  context.print(heading(context, settings));
  await context.out.flush();
  await Promise.race([sendAll(context, settings, tally), interrupted]);
  context.print(statistics(context, settings, tally));
  return tally.times.length > 0 ? 0 : 1;
};

class Tally {
  sent = 0;
  readonly times: number[] = [];
}

async function readSettings(context: Context): Promise<Settings> {
  const options = parseOptions(context, '46c:s:i:At:I:W:w:qp:n', { status: context.gnu ? 2 : 1 });
  const [host] = options.operands;
  if (host === undefined) {
    if (context.gnu) throw new Exit(1, 'usage error: Destination address required');
    usage(context);
  }
  const [address] = await context.sys.resolve(host);
  if (address === undefined) {
    throw context.gnu ? new Exit(2, `${host}: Name or service not known`) : new Exit(1, `bad address '${host}'`);
  }
  const seconds = (key: string, otherwise: number) => {
    const value = Number(options.get(key) ?? otherwise);
    if (Number.isNaN(value) || value < 0) throw new Exit(1, `invalid number '${options.get(key)}'`);
    return value * 1000;
  };
  return {
    host,
    address,
    count: Number(options.get('c') ?? Number.POSITIVE_INFINITY),
    size: Number(options.get('s') ?? 56),
    interval: seconds('i', 1),
    wait: seconds('W', DEFAULT_WAIT),
    deadline: context.sys.now() + seconds('w', Number.POSITIVE_INFINITY),
    quiet: options.has('q'),
  };
}

async function sendAll(context: Context, settings: Settings, tally: Tally): Promise<void> {
  const { sys } = context;
  const { address, count, interval, wait, deadline } = settings;
  for (let sequence = 0; sequence < count; sequence++) {
    const started = sys.now();
    const last = sequence + 1 >= count;
    tally.sent++;
    const patience = Math.min(last ? wait : interval, deadline - started);
    let time: number | typeof TIMED_OUT | undefined;
    try {
      time = await withTimeout(sys, patience, sys.ping(address, patience));
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new Exit(context.gnu ? 2 : 1, `${context.gnu ? 'connect' : 'sendto'}: ${reason(error)}`);
    }
    if (typeof time === 'number') {
      tally.times.push(time);
      if (!settings.quiet) context.print(answer(context, settings, sequence, time));
      await context.out.flush();
    }
    const rest = Math.min(interval - (sys.now() - started), deadline - sys.now());
    if (last || sys.now() >= deadline) return;
    if (rest > 0) await sys.sleep(rest);
    if (sys.now() >= deadline) return;
  }
}

function heading(context: Context, { host, address, size }: Settings): string {
  return context.gnu
    ? `PING ${host} (${address}) ${size}(${size + IP_AND_ICMP_HEADERS}) bytes of data.\n`
    : `PING ${host} (${address}): ${size} data bytes\n`;
}

function answer(context: Context, { address, size }: Settings, sequence: number, ms: number): string {
  return context.gnu
    ? `${size + 8} bytes from ${address}: icmp_seq=${sequence + 1} ttl=64 time=${significant(ms)} ms\n`
    : `${size + 8} bytes from ${address}: seq=${sequence} ttl=64 time=${ms.toFixed(3)} ms\n`;
}

/** iputils prints three significant places. */
function significant(ms: number): string {
  return ms.toFixed(ms < 1 ? 3 : ms < 10 ? 2 : ms < 100 ? 1 : 0);
}

function statistics(context: Context, settings: Settings, { sent, times }: Tally): string {
  const lost = `${sent === 0 ? 0 : Math.round((100 * (sent - times.length)) / sent)}% packet loss`;
  const least = Math.min(...times);
  const most = Math.max(...times);
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const range = [least, mean, most].map((ms) => ms.toFixed(3));
  const title = `\n--- ${settings.host} ping statistics ---\n`;
  if (context.gnu) {
    const spread = Math.sqrt(
      Math.max(0, times.reduce((sum, time) => sum + time * time, 0) / times.length - mean * mean),
    );
    const took = Math.round((sent - 1) * settings.interval);
    const summary = `${sent} packets transmitted, ${times.length} received, ${lost}, time ${took}ms\n`;
    return `${title}${summary}${times.length > 0 ? `rtt min/avg/max/mdev = ${range.join('/')}/${spread.toFixed(3)} ms\n` : '\n'}`;
  }
  const summary = `${sent} packets transmitted, ${times.length} packets received, ${lost}\n`;
  return `${title}${summary}${times.length > 0 ? `round-trip min/avg/max = ${range.join('/')} ms\n` : ''}`;
}
