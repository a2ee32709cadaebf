import { type Command, type Context, Exit } from '../../commands/common/context.ts';
import { broadcast, type Device, devicesOf, routesOf } from './devices.ts';

const OBJECTS = ['address', 'route', 'link', 'neighbor', 'neighbour', 'rule'];

interface Choice {
  readonly family: 'inet' | 'inet6' | undefined;
  readonly brief: boolean;
  readonly oneLine: boolean;
}

/** iproute2's ip(8): showing addresses, links and routes. */
export const iproute: Command = (context) => {
  const args = [...context.args];
  let choice: Choice = { family: undefined, brief: false, oneLine: false };
  for (; args[0]?.startsWith('-'); args.shift()) {
    const option = args[0].replace(/^--?/, '');
    if (option === '4' || option === '6') choice = { ...choice, family: option === '4' ? 'inet' : 'inet6' };
    else if (/^br/.test(option)) choice = { ...choice, brief: true };
    else if (/^o/.test(option)) choice = { ...choice, oneLine: true };
    else if (/^V/.test(option)) {
      context.print('ip utility, iproute2-6.1.0, libbpf 1.1.2\n');
      return 0;
    } else if (!/^(c|d|n)/.test(option)) throw new Exit(255, `drydock: not simulated: ip -${option}`);
  }
  const [word, action = 'show', ...rest] = args;
  const object = word === undefined ? undefined : OBJECTS.find((name) => name.startsWith(word));
  if (word === undefined || word === 'help') {
    context.out.text('Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\n', 2);
    return 255;
  }
  if (!object) {
    context.out.text(`Object "${word}" is unknown, try "ip help".\n`, 2);
    return 1;
  }
  if (object === 'route' && action === 'get') return routeTo(context, rest[0] ?? '');
  if (!'show'.startsWith(action) && !'list'.startsWith(action) && action !== 'ls') {
    throw new Exit(2, `drydock: not simulated: ip ${object} ${action}`);
  }
  if (object === 'address' || object === 'link') return showDevices(context, object, rest, choice);
  if (object === 'route') showRoutes(context, choice);
  else if (object === 'rule')
    context.print('0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n');
  return 0;
};

function showDevices(context: Context, object: 'address' | 'link', words: readonly string[], choice: Choice): number {
  const name = words.find((word) => word !== 'dev' && word !== 'up');
  const devices = devicesOf(context.sys).filter((device) => name === undefined || device.name === name);
  if (devices.length === 0 && name !== undefined) {
    context.out.text(`Device "${name}" does not exist.\n`, 2);
    return 1;
  }
  for (const device of devices) {
    if (choice.brief) briefly(context, object, device, choice);
    else if (choice.oneLine && object === 'address') {
      for (const line of addressLines(device, choice, '\\')) context.print(`${device.index}: ${device.name}${line}\n`);
    } else fully(context, object, device, choice);
  }
  return 0;
}

function labelOf({ name, index, loopback }: Device): string {
  return loopback ? name : `${name}@if${index + 3}`;
}

function briefly(context: Context, object: 'address' | 'link', device: Device, { family }: Choice): void {
  const { address, prefix, loopback, mac } = device;
  const addresses = [
    ...(family === 'inet6' ? [] : [`${address}/${prefix} `]),
    ...(loopback && family !== 'inet' ? ['::1/128 '] : []),
  ];
  const flags = loopback ? '<LOOPBACK,UP,LOWER_UP>' : '<BROADCAST,MULTICAST,UP,LOWER_UP>';
  const shown = object === 'address' ? addresses.join('') : `${loopback ? '00:00:00:00:00:00' : mac} ${flags} `;
  context.print(`${labelOf(device).padEnd(16)} ${(loopback ? 'UNKNOWN' : 'UP').padEnd(14)} ${shown}\n`);
}

function fully(context: Context, object: 'address' | 'link', device: Device, choice: Choice): void {
  const { index, loopback, mac, mtu } = device;
  const addresses = object === 'address' ? addressLines(device, choice, '\n') : [];
  if (choice.family === 'inet6' && addresses.length === 0) return;
  const flags = loopback ? '<LOOPBACK,UP,LOWER_UP> mtu 65536' : `<BROADCAST,MULTICAST,UP,LOWER_UP> mtu ${mtu}`;
  const mode = object === 'link' ? ' mode DEFAULT' : '';
  const queue = `qdisc noqueue state ${loopback ? 'UNKNOWN' : 'UP'}${mode} group default qlen ${loopback ? 1000 : 0}`;
  const netns = loopback ? '' : ' link-netnsid 0';
  const link = loopback
    ? '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00'
    : `    link/ether ${mac} brd ff:ff:ff:ff:ff:ff${netns}`;
  const head = `${index}: ${labelOf(device)}: ${flags} ${queue}${choice.family ? netns : ''}`;
  context.print(`${[head, ...(choice.family ? [] : [link]), ...addresses].join(choice.oneLine ? '\\' : '\n')}\n`);
}

function addressLines({ address, prefix, name, loopback }: Device, { family }: Choice, fold: string): string[] {
  const valid = `${fold}       valid_lft forever preferred_lft forever`;
  const scope = loopback ? 'scope host lo' : `brd ${broadcast(address, prefix)} scope global ${name}`;
  return [
    ...(family === 'inet6' ? [] : [`    inet ${address}/${prefix} ${scope}${valid}`]),
    ...(loopback && family !== 'inet' ? [`    inet6 ::1/128 scope host proto kernel_lo ${valid}`] : []),
  ];
}

function showRoutes(context: Context, { family }: Choice): void {
  if (family === 'inet6') return;
  for (const { network, prefix, gateway, device, source } of routesOf(context.sys)) {
    const destination = prefix === 0 ? 'default' : `${network}/${prefix}`;
    if (gateway) context.print(`${destination} via ${gateway} dev ${device} \n`);
    else context.print(`${destination} dev ${device} proto kernel scope link ${source ? `src ${source} ` : ''}\n`);
  }
}

function routeTo(context: Context, address: string): number {
  const routes = routesOf(context.sys);
  const inside = (network: string, prefix: number): boolean => {
    const number = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    const size = 2 ** (32 - prefix);
    return Math.floor(number(network) / size) === Math.floor(number(address) / size);
  };
  const route = [...routes].sort((a, b) => b.prefix - a.prefix).find(({ network, prefix }) => inside(network, prefix));
  if (!route) {
    context.out.text('RTNETLINK answers: Network is unreachable\n', 2);
    return 2;
  }
  const own = devicesOf(context.sys).find(({ name }) => name === route.device);
  const { uid } = context.sys.credentials();
  const way = route.gateway ? `via ${route.gateway} ` : '';
  context.print(`${address} ${way}dev ${route.device} src ${own?.address ?? ''} uid ${uid} \n    cache \n`);
  return 0;
}
