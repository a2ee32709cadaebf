import { isErrno } from '../../../kernel/errno.ts';
import { inSubnet } from '../../../kernel/net/address.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { linesOf } from '../../commands/common/accounts.ts';
import type { Scope } from './config/scope.ts';
import { StatusExit } from './exchange.ts';

/** `allow` and `deny`: the first that fits decides. */
export function allowed(scope: Scope, address: string): boolean {
  let level: Scope | undefined = scope;
  while (level && level.own('allow').length + level.own('deny').length === 0) level = level.around;
  for (const { name, args } of level?.list ?? []) {
    if (name !== 'allow' && name !== 'deny') continue;
    const [network = '', prefix = '32'] = (args[0] ?? '').split('/');
    if (network === 'all' || inSubnet(address, network, Number(prefix))) return name === 'allow';
  }
  return true;
}

/** auth_basic against its password file. Only `{PLAIN}` passwords can be checked. */
export function authorized(
  sys: SystemCalls,
  scope: Scope,
  header: string | undefined,
  error: (message: string) => void,
): boolean {
  const [scheme = '', encoded = ''] = (header ?? '').split(' ');
  if (scheme.toLowerCase() !== 'basic') return false;
  const [user = '', password = ''] = decode(encoded).split(/:(.*)/s);
  try {
    for (const line of linesOf(sys, scope.value('auth_basic_user_file') ?? '')) {
      const [name, hash = ''] = line.split(':');
      if (name !== user) continue;
      if (hash.startsWith('{PLAIN}')) return hash.slice(7) === password;
      error('drydock: not simulated: hashed passwords in "auth_basic_user_file", only {PLAIN} ones');
      throw new StatusExit(500);
    }
  } catch (failure) {
    if (!isErrno(failure)) throw failure;
  }
  return false;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decode(text: string): string {
  let bits = 0;
  let held = 0;
  let out = '';
  for (const char of text.replace(/=+$/, '')) {
    bits = ((bits << 6) | ALPHABET.indexOf(char)) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += String.fromCharCode((bits >> held) & 255);
    }
  }
  return out;
}
