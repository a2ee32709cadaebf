import { type Command, type Context, Exit } from '../../commands/common/context.ts';
import { broadcast, type Device, devicesOf, netmask, routesOf } from './devices.ts';

const COUNTERS = `RX packets:0 errors:0 dropped:0 overruns:0 frame:0
          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0`;
const BYTES = 'RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)';

/** busybox's ifconfig(8), showing. Traffic is not counted. */
export const ifconfig: Command = (context) => {
  const [name, ...changes] = context.args.filter((arg) => arg !== '-a');
  if (changes.length > 0) throw new Exit(1, 'drydock: not simulated: changing an interface');
  const devices = devicesOf(context.sys).sort((a, b) => (a.name < b.name ? -1 : 1));
  const chosen = name === undefined ? devices : devices.filter((device) => device.name === name);
  if (chosen.length === 0) throw new Exit(1, `${name}: error fetching interface information: Device not found`);
  for (const device of chosen) context.print(`${describe(device)}\n`);
};

function describe({ name, mac, address, prefix, loopback }: Device): string {
  const first = name.padEnd(10);
  if (loopback) {
    return `${first}Link encap:Local Loopback  
          inet addr:${address}  Mask:${netmask(prefix)}
          inet6 addr: ::1/128 Scope:Host
          UP LOOPBACK RUNNING  MTU:65536  Metric:1
          ${COUNTERS}
          collisions:0 txqueuelen:1000 
          ${BYTES}
`;
  }
  return `${first}Link encap:Ethernet  HWaddr ${mac.toUpperCase()}  
          inet addr:${address}  Bcast:${broadcast(address, prefix)}  Mask:${netmask(prefix)}
          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1
          ${COUNTERS}
          collisions:0 txqueuelen:0 
          ${BYTES}
`;
}

/** busybox's route(8), showing. */
export const route: Command = (context) => {
  const numeric = context.args.includes('-n');
  if (context.args.some((arg) => !/^-[ne]+$/.test(arg))) throw new Exit(1, 'drydock: not simulated: changing routes');
  printRoutes(context, numeric, 'Flags Metric Ref    Use Iface', '0      0        0');
};

/** The kernel's table as route and `netstat -r` print it. */
export function printRoutes(context: Context, numeric: boolean, columns: string, counters: string): void {
  context.print(`Kernel IP routing table\nDestination     Gateway         Genmask         ${columns}\n`);
  for (const { network, prefix, gateway, device } of routesOf(context.sys)) {
    const destination = prefix === 0 && !numeric ? 'default' : network;
    const way = gateway ?? (numeric ? '0.0.0.0' : '*');
    const flags = (gateway ? 'UG' : 'U').padEnd(5);
    context.print(
      `${destination.padEnd(15)} ${way.padEnd(15)} ${netmask(prefix).padEnd(15)} ${flags} ${counters} ${device}\n`,
    );
  }
}
