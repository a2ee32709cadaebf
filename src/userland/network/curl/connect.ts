import { isErrno } from '../../../kernel/errno.ts';
import type { Context } from '../../commands/common/context.ts';
import { TIMED_OUT, withTimeout } from '../timeout.ts';
import type { TransferUrl } from '../url.ts';
import { CurlError } from './error.ts';
import type { CurlOptions } from './options.ts';

export interface ConnectHooks {
  /** Says something after `* `, for -v. */
  readonly say: (text: string) => void;
  /** Milliseconds left of --max-time. */
  readonly left: () => number | undefined;
}

/** A socket connected to the URL's host. Throws CurlError 6, 7 or 28. */
export async function connectTo(
  context: Context,
  url: TransferUrl,
  options: CurlOptions,
  { say, left }: ConnectHooks,
): Promise<number> {
  const { sys } = context;
  const addresses = await addressesOf(context, url, options);
  if (addresses.length === 0) {
    say(`Could not resolve host: ${url.host}`);
    throw new CurlError(6, `Could not resolve host: ${url.host}`);
  }
  const start = sys.now();
  const own = options.values.get('connect-timeout');
  const ownLeft = own === undefined ? undefined : Number(own) * 1000;
  const whole = left();
  const timeout = ownLeft === undefined ? whole : whole === undefined ? ownLeft : Math.min(ownLeft, whole);
  for (const address of addresses) {
    say(`  Trying ${address}:${url.port}...`);
    try {
      const remaining = timeout === undefined ? undefined : timeout - (sys.now() - start);
      const fd = await withTimeout(sys, remaining, sys.connect(address, url.port));
      if (fd === TIMED_OUT) {
        const took = Math.round(sys.now() - start);
        say(
          ownLeft === timeout
            ? `Connection timeout after ${took} ms`
            : `Connection timed out after ${took} milliseconds`,
        );
        throw ownLeft === timeout
          ? new CurlError(28, `Failed to connect to ${url.host} port ${url.port} after ${took} ms: Timeout was reached`)
          : new CurlError(28, `Connection timed out after ${took} milliseconds`);
      }
      return fd;
    } catch (error) {
      if (!isErrno(error)) throw error;
      say(`connect to ${address} port ${url.port} failed: ${error.message}`);
    }
  }
  const took = Math.round(sys.now() - start);
  const message = `Failed to connect to ${url.host} port ${url.port} after ${took} ms: Couldn't connect to server`;
  say(message);
  throw new CurlError(7, message);
}

async function addressesOf(context: Context, { host, port }: TransferUrl, options: CurlOptions): Promise<string[]> {
  for (const entry of options.resolve) {
    const [name, number, address] = entry.replace(/^\+/, '').split(':');
    if ((name === host || name === '*') && Number(number) === port && address) return address.split(',');
  }
  return context.sys.resolve(host);
}
