import { parseAddress } from '../../../../kernel/net/address.ts';
import type { Listen } from './model.ts';
import { at, type Directive } from './parse.ts';

/** `80`, `127.0.0.1:8080`, `*:80 default_server`; undefined for an IPv6 one, which nobody here could reach. */
export function parseListen(directive: Directive): Listen | undefined {
  const [target = '', ...settings] = directive.args;
  if (settings.includes('ssl') || settings.includes('quic')) {
    throw at(directive, `drydock: not simulated: TLS ("listen ${directive.args.join(' ')}")`);
  }
  if (target.startsWith('unix:')) throw at(directive, 'drydock: not simulated: "listen" on a unix socket');
  for (const setting of settings) {
    if (
      !/^(default_server|default|http2|proxy_protocol|deferred|reuseport|bind|so_keepalive=.*|backlog=\d+|ipv6only=.*|fastopen=.*|rcvbuf=.*|sndbuf=.*)$/.test(
        setting,
      )
    ) {
      throw at(directive, `invalid parameter "${setting}"`);
    }
  }
  const isDefault = settings.includes('default_server') || settings.includes('default');
  if (target.startsWith('[')) return undefined;
  const colon = target.lastIndexOf(':');
  const isPort = colon < 0 && /^\d+$/.test(target);
  const host = isPort ? '*' : colon < 0 ? target : target.slice(0, colon);
  const portText = isPort ? target : colon < 0 ? '80' : target.slice(colon + 1);
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port < 1 || port > 65535) {
    throw at(directive, `invalid port in "${target}" of the "listen" directive`);
  }
  const address = host === '*' ? '0.0.0.0' : host === 'localhost' ? '127.0.0.1' : host;
  if (parseAddress(address) === undefined) {
    throw at(directive, `host not found in "${target}" of the "listen" directive`);
  }
  return { address, port, isDefault };
}
