import type { SystemCalls } from '../../../kernel/system-calls.ts';
import type { Command } from '../../commands/common/context.ts';
import { parseOptions } from '../../commands/common/options.ts';

type Socket = ReturnType<SystemCalls['sockets']>[number];

/** iproute2's ss(8). Every socket here is a TCP one. */
export const ss: Command = (context) => {
  const options = parseOptions(context, 'tulnapxeHmo46swi', {
    long: { tcp: 't', udp: 'u', listening: 'l', numeric: 'n', all: 'a', processes: 'p', unix: 'x', 'no-header': 'H' },
  });
  const { sys } = context;
  const kinds = ['t', 'u', 'x', 'w'].filter((kind) => options.has(kind));
  const withKind = kinds.length !== 1;
  const wanted = ({ state }: Socket): boolean => {
    if (kinds.length > 0 && !kinds.includes('t')) return false;
    return options.has('a') || (state === 'LISTEN') === options.has('l');
  };
  const sockets = options.has('6') ? [] : sys.sockets().filter(wanted);
  const rows = sockets.map((socket) => {
    const { local, peer, state } = socket;
    const [host, port] = peer ? [peer.address, String(peer.port)] : ['0.0.0.0', '*'];
    const waiting = state === 'LISTEN' ? ['0', '4096'] : ['0', '0'];
    const users = options.has('p') ? usersOf(sys, socket) : '';
    return [withKind ? 'tcp' : '', state, ...waiting, local.address, String(local.port), host, port, users];
  });
  const header = [
    withKind ? 'Netid' : '',
    'State',
    'Recv-Q',
    'Send-Q',
    'Local Address',
    'Port',
    'Peer Address',
    'Port',
  ];
  const widths = header.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: readonly string[], last: string): string => {
    const left = (at: number): string => cells[at]!.padEnd(widths[at]!);
    const right = (at: number): string => cells[at]!.padStart(widths[at]!);
    const kind = withKind ? `${left(0)} ` : '';
    return `${kind}${left(1)} ${left(2)} ${left(3)} ${right(4)}:${left(5)} ${right(6)}:${left(7)}${last}`;
  };
  const processes = options.has('p');
  if (!options.has('H')) context.print(`${line(header, processes ? 'Process' : '')}\n`);
  for (const row of rows) {
    const users = row[8]!;
    const text = line(row, users === '' ? '' : ` ${users}`);
    context.print(`${processes ? text : text.trimEnd()}\n`);
  }
};

/** Whose a socket is; the kernel tells only those one may look at. */
function usersOf(sys: SystemCalls, { pid }: Socket): string {
  const comm = `/proc/${pid}/comm`;
  if (pid === 0 || !sys.exists(comm)) return '';
  const name = new TextDecoder().decode(sys.readFile(comm)).trim();
  const fd = sys
    .readdir(`/proc/${pid}/fd`)
    .map((entry) => entry.name)
    .find((each) => sys.readlink(`/proc/${pid}/fd/${each}`).startsWith('socket:'));
  return `users:(("${name}",pid=${pid},fd=${fd ?? '?'}))`;
}
