import { parseAddress } from '../net/address.ts';
import { listSockets } from '../net/socket-list.ts';
import type { SocketAddress } from '../net/types.ts';
import type { ProcessRecord } from '../process/process.ts';
import { directory, file, type SyntheticNode } from './synthetic-filesystem.ts';

const STATES = { LISTEN: '0A', ESTAB: '01' } as const;

/** /proc/PID/net: the network namespace of a process. */
export function networkFiles(process: ProcessRecord): SyntheticNode {
  return directory({ tcp: file(() => tcp(process)), dev: file(() => dev(process)), route: file(() => route(process)) });
}

function tcp(process: ProcessRecord): string {
  const header =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     ';
  const rows = listSockets(process).map(({ local, peer, state }, index) => {
    const addresses = `${hexAddress(local)} ${hexAddress(peer ?? { address: '0.0.0.0', port: 0 })}`;
    const row = `${String(index).padStart(4)}: ${addresses} ${STATES[state]} 00000000:00000000 00:00000000 00000000     0        0 0 1`;
    return row.padEnd(149);
  });
  return `${[header, ...rows].join('\n')}\n`;
}

/** Addresses are printed as the little-endian number they are in memory. */
function hexAddress({ address, port }: SocketAddress): string {
  return `${hexNumber(address)}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
}

function hexNumber(address: string): string {
  const value = parseAddress(address) ?? 0;
  const bytes = [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255];
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('');
}

function dev({ namespaces }: ProcessRecord): string {
  const header =
    'Inter-|   Receive                                                |  Transmit\n' +
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
  const zeros =
    '       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0';
  return (
    header +
    namespaces.network
      .interfaces()
      .map(({ name }) => `${name.padStart(6)}:${zeros}\n`)
      .join('')
  );
}

function route({ namespaces }: ProcessRecord): string {
  const header = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
  const rows = namespaces.network.routes().map(({ destination, gateway, interface: name }) => {
    const [network = '0.0.0.0', prefix = '0'] = destination === 'default' ? [] : destination.split('/');
    const mask = Number(prefix) === 0 ? 0 : (0xffffffff << (32 - Number(prefix))) >>> 0;
    const maskText = [24, 16, 8, 0].map((shift) => (mask >>> shift) & 255).join('.');
    const flags = destination === 'default' ? '0003' : '0001';
    return `${name}\t${hexNumber(network)}\t${hexNumber(gateway)}\t${flags}\t0\t0\t0\t${hexNumber(maskText)}\t0\t0\t0\n`;
  });
  return header + rows.join('');
}
