import { type Command, Exit } from '../../commands/common/context.ts';
import { broadcast, type Device, devicesOf, netmask } from './devices.ts';

const COUNTERS = `        RX packets 0  bytes 0 (0.0 B)
        RX errors 0  dropped 0  overruns 0  frame 0
        TX packets 0  bytes 0 (0.0 B)
        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0
`;

/** net-tools' ifconfig(8), showing. Traffic is not counted. */
export const ifconfig: Command = (context) => {
  const [name, ...changes] = context.args.filter((arg) => arg !== '-a');
  if (changes.length > 0) throw new Exit(1, 'drydock: not simulated: changing an interface');
  const devices = devicesOf(context.sys).sort((a, b) => (a.name < b.name ? -1 : 1));
  const chosen = name === undefined ? devices : devices.filter((device) => device.name === name);
  if (chosen.length === 0) {
    context.out.text(`${name}: error fetching interface information: Device not found\n`, 2);
    return 1;
  }
  for (const device of chosen) context.print(`${describe(device)}\n`);
  return 0;
};

function describe({ name, mac, address, prefix, mtu, loopback }: Device): string {
  if (loopback) {
    return `${name}: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536
        inet ${address}  netmask ${netmask(prefix)}
        inet6 ::1  prefixlen 128  scopeid 0x10<host>
        loop  txqueuelen 1000  (Local Loopback)
${COUNTERS}`;
  }
  return `${name}: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu ${mtu}
        inet ${address}  netmask ${netmask(prefix)}  broadcast ${broadcast(address, prefix)}
        ether ${mac}  txqueuelen 0  (Ethernet)
${COUNTERS}`;
}
