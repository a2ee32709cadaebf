import { type Command, type Context, Exit } from '../../commands/common/context.ts';
import { usage } from '../../commands/common/options.ts';
import { broadcast, type Device, devicesOf, routesOf } from './devices.ts';

const OBJECTS = ['address', 'route', 'link', 'neighbor', 'neighbour', 'rule', 'tunnel'];

interface Choice {
  readonly family: 'inet' | 'inet6' | undefined;
  readonly oneLine: boolean;
}

/** busybox's ip(8): showing addresses, links and routes. */
export const ip: Command = (context) => {
  const args = [...context.args];
  let family: Choice['family'];
  let oneLine = false;
  for (; args[0]?.startsWith('-'); args.shift()) {
    const option = args[0].replace(/^--?/, '');
    if (option === '4') family = 'inet';
    else if (option === '6') family = 'inet6';
    else if ('oneline'.startsWith(option)) oneLine = true;
    else if ('family'.startsWith(option) && (args[1] === 'inet' || args[1] === 'inet6'))
      family = args.splice(1, 1)[0] as Choice['family'];
    else usage(context);
  }
  const [word = '', action = 'show', ...rest] = args;
  const object = word === '' ? undefined : OBJECTS.find((name) => name.startsWith(word));
  if (!object) usage(context);
  if (!['show', 'list', 'ls', 's', 'l', 'sh', 'lst'].includes(action)) {
    throw new Exit(1, `drydock: not simulated: ip ${object} ${action}`);
  }
  const choice = { family, oneLine };
  if (object === 'address' || object === 'link') showDevices(context, object, chosenDevices(context, rest), choice);
  else if (object === 'route') showRoutes(context, choice);
  else if (object === 'rule')
    context.print('0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n');
};

function chosenDevices(context: Context, words: readonly string[]): Device[] {
  const devices = devicesOf(context.sys);
  const name = words.filter((word) => word !== 'dev')[0];
  if (name === undefined) return devices;
  const device = devices.find((each) => each.name === name);
  if (!device) throw new Exit(1, `can't find device '${name}'`);
  return [device];
}

function showDevices(
  context: Context,
  object: 'address' | 'link',
  devices: Device[],
  { family, oneLine }: Choice,
): void {
  const fold = oneLine ? '\\' : '\n';
  for (const device of devices) {
    const { index, name, mtu, loopback } = device;
    const inet6 = object === 'address' && family !== 'inet' && loopback;
    if (family === 'inet6' && !inet6) continue;
    const label = `${index}: ${name}`;
    const flags = loopback
      ? ': <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000'
      : `@if${index + 3}: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu ${mtu} qdisc noqueue `;
    const link = `    link/${loopback ? 'loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00' : `ether ${device.mac} brd ff:ff:ff:ff:ff:ff`}`;
    const addresses = object === 'link' ? [] : addressLines(device, family, fold);
    if (oneLine && object === 'address') {
      for (const line of addresses) context.print(`${label}${line}\n`);
      continue;
    }
    const head = [`${label}${flags}`, ...(family === undefined ? [link] : [])];
    context.print(`${oneLine ? head.join('\\') : [...head, ...addresses].join('\n')}\n`);
  }
}

function addressLines(device: Device, family: Choice['family'], fold: string): string[] {
  const { address, prefix, name, loopback } = device;
  const valid = `${fold}       valid_lft forever preferred_lft forever`;
  const lines: string[] = [];
  if (family !== 'inet6') {
    const scope = loopback ? 'scope host lo' : `brd ${broadcast(address, prefix)} scope global ${name}`;
    lines.push(`    inet ${address}/${prefix} ${scope}${valid}`);
  }
  if (family !== 'inet' && loopback) lines.push(`    inet6 ::1/128 scope host ${valid}`);
  return lines;
}

function showRoutes(context: Context, { family }: Choice): void {
  if (family === 'inet6') return;
  for (const { network, prefix, gateway, device, source } of routesOf(context.sys)) {
    const destination = prefix === 0 ? 'default' : `${network}/${prefix}`;
    const way = gateway ? ` via ${gateway} dev ${device} ` : ` dev ${device} scope link `;
    context.print(`${destination}${way}${source ? ` src ${source} ` : ''}\n`);
  }
}
