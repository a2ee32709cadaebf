import { splitCsv } from './mount.ts';
import { isIp } from './validate.ts';

export interface NetworkAttachment {
  Target: string;
  Aliases: string[];
  DriverOpts?: Record<string, string>;
  Links: string[];
  IPv4Address?: string;
  IPv6Address?: string;
  LinkLocalIPs: string[];
  MacAddress?: string;
  GwPriority?: number;
}

/** `--network web` or `--network name=web,alias=db,ip=10.0.0.2` (opts.NetworkOpt). */
export function parseNetwork(text: string): NetworkAttachment {
  const attachment: NetworkAttachment = { Target: '', Aliases: [], Links: [], LinkLocalIPs: [] };
  if (!/\w+=\w+/.test(text)) {
    attachment.Target = text;
    return attachment;
  }
  for (const field of splitCsv(text)) {
    const equals = field.indexOf('=');
    if (equals <= 0) throw new Error(`invalid field ${field}`);
    const key = field.slice(0, equals).trim().toLowerCase();
    const value = field.slice(equals + 1).trim();
    switch (key) {
      case 'name':
        attachment.Target = value;
        break;
      case 'alias':
        attachment.Aliases.push(value);
        break;
      case 'ip':
        attachment.IPv4Address = address(value);
        break;
      case 'ip6':
        attachment.IPv6Address = address(value);
        break;
      case 'mac-address':
        attachment.MacAddress = value;
        break;
      case 'link-local-ip':
        attachment.LinkLocalIPs.push(address(value));
        break;
      case 'driver-opt': {
        const at = value.indexOf('=');
        if (at < 0) throw new Error('invalid key value pair format in driver options');
        (attachment.DriverOpts ??= {})[value.slice(0, at).trim().toLowerCase()] = value.slice(at + 1).trim();
        break;
      }
      case 'gw-priority':
        if (!/^[+-]?\d+$/.test(value)) throw new Error(`invalid gw-priority (${value}): invalid syntax`);
        attachment.GwPriority = Number(value);
        break;
      default:
        throw new Error(`invalid field key ${key}`);
    }
  }
  if (attachment.Target === '') throw new Error('network name/id is not specified');
  return attachment;
}

function address(text: string): string {
  if (!isIp(text)) throw new Error(`ParseAddr(${JSON.stringify(text)}): unable to parse IP`);
  return text;
}
