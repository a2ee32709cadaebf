import type { SocketAddress } from '../../../kernel/net/types.ts';
import type { Command } from '../../commands/common/context.ts';
import { parseOptions } from '../../commands/common/options.ts';
import { printRoutes } from './ifconfig.ts';

/** busybox's netstat(8). Every socket here is a TCP one. */
export const netstat: Command = (context) => {
  const options = parseOptions(context, 'raltuwxenpW');
  const { sys } = context;
  if (options.has('r')) {
    printRoutes(context, options.has('n'), 'Flags   MSS Window  irtt Iface', '    0 0          0');
    return;
  }
  const all = options.has('a');
  const listening = options.has('l');
  const kinds = ['t', 'u', 'w', 'x'].filter((kind) => options.has(kind));
  const shows = (kind: string) => kinds.length === 0 || kinds.includes(kind);
  const which = all ? '(servers and established)' : listening ? '(only servers)' : '(w/o servers)';
  const programs = options.has('p');
  if (['t', 'u', 'w'].some(shows)) {
    context.print(`Active Internet connections ${which}\n`);
    context.print(
      `Proto Recv-Q Send-Q Local Address           Foreign Address         State       ${programs ? 'PID/Program name    ' : ''}\n`,
    );
  }
  const sockets = shows('t') ? sys.sockets() : [];
  for (const { protocol, local, peer, state, pid } of sockets) {
    if (!all && (state === 'LISTEN') !== listening) continue;
    const foreign = peer ? text(peer) : '0.0.0.0:*';
    const owner = programs ? `${pid === 0 ? '-' : `${pid}/${nameOf(pid)}`}`.padEnd(20) : '';
    const shown = state === 'ESTAB' ? 'ESTABLISHED' : state;
    context.print(
      `${protocol.padEnd(8)}   0      0 ${text(local).padEnd(23)} ${foreign.padEnd(23)} ${shown.padEnd(11)} ${owner}\n`,
    );
  }
  if (shows('x')) {
    context.print(`Active UNIX domain sockets ${which}\n`);
    context.print(
      `Proto RefCnt Flags       Type       State         I-Node ${programs ? 'PID/Program name    ' : ''}Path\n`,
    );
  }

  function nameOf(pid: number): string {
    const path = `/proc/${pid}/comm`;
    return sys.exists(path) ? new TextDecoder().decode(sys.readFile(path)).trim() : '-';
  }
};

function text({ address, port }: SocketAddress): string {
  return `${address}:${port}`;
}
