import { linesOf } from '../../commands/common/accounts.ts';
import { type Context, Exit } from '../../commands/common/context.ts';

/** A resolver's answer about addresses: where it was asked, and what it knows. */
export interface Answer {
  readonly name: string;
  readonly server: string;
  readonly addresses: readonly string[];
}

/** Asks the first name server of /etc/resolv.conf; the one given instead must be it. */
export async function ask({ sys }: Context, name: string, given: string | undefined): Promise<Answer> {
  const configured = linesOf(sys, '/etc/resolv.conf')
    .map((line) => /^nameserver\s+(\S+)/.exec(line)?.[1])
    .find(Boolean);
  const server = given ?? configured;
  if (server === undefined) throw new Exit(10, 'no servers could be reached');
  return { name, server, addresses: await sys.resolve(name) };
}
