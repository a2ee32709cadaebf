import type { SystemCalls } from '../../../kernel/program.ts';
import { codeOf } from './errors.ts';

/** A name that no resolver knows. */
class NameError extends Error {}

/** A socket connected to a host by name or address. */
export async function connectTo(sys: SystemCalls, host: string, port: number): Promise<number> {
  const addresses = /^\d+\.\d+\.\d+\.\d+$/.test(host) ? [host] : await sys.resolve(host);
  if (addresses[0] === undefined) throw new NameError(host);
  return sys.connect(addresses[0], port);
}

/** The code Node gives a connection that could not be made or broke. */
export function connectionCode(error: unknown): string {
  return error instanceof NameError ? 'ENOTFOUND' : codeOf(error);
}
