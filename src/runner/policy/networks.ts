import { checkFields, flag, free, map, never, oneOf, type Rules, text } from './fields.ts';
import { withSessionLabel } from './labels.ts';
import { type Policy, Refused } from './policy.ts';

/** `POST /networks/create` */
export function checkNetwork(policy: Policy, body: unknown): Record<string, unknown> {
  const rules: Rules = {
    Name: text,
    CheckDuplicate: flag,
    Driver: oneOf(
      ['', 'bridge', 'default'],
      'a network driver other than bridge: it would reach into this machine’s network',
    ),
    Scope: oneOf(['', 'local'], 'a network of a swarm'),
    EnableIPv4: flag,
    EnableIPv6: flag,
    IPAM: (value) =>
      checkFields(
        value,
        {
          Driver: oneOf(['', 'default'], 'a driver that gives addresses'),
          Options: never('options of the driver that gives addresses'),
          Config: (pools) => (Array.isArray(pools) ? pools.map((pool) => checkPool(policy, pool)) : undefined),
        },
        'IPAM',
      ),
    Internal: flag,
    Attachable: flag,
    Ingress: never('an ingress network'),
    ConfigOnly: never('a network’s configuration alone'),
    ConfigFrom: (value) =>
      never('another network’s configuration')((value as { Network?: string } | null)?.Network, ''),
    Options: (value) => {
      for (const name of Object.keys((map(value, 'Options') ?? {}) as object))
        if (name !== 'com.docker.network.driver.mtu') throw new Refused(`the network option ${name}`);
      return value ?? undefined;
    },
    Labels: free,
  };
  const checked = checkFields(body, rules, 'a network');
  if (['host', 'none', 'bridge', 'default'].includes(String(checked.Name)))
    throw new Refused(`a network named ${String(checked.Name)}`);
  return { ...checked, Labels: withSessionLabel(checked.Labels, policy) };
}

function checkPool(policy: Policy, pool: unknown): Record<string, unknown> {
  const checked = checkFields(
    pool,
    { Subnet: text, IPRange: text, Gateway: text, AuxiliaryAddresses: map, AuxAddress: map },
    'a subnet',
  );
  const subnet = String(checked.Subnet ?? '');
  if (subnet === '') return checked;
  if (subnet.includes(':')) {
    // Unique local addresses (RFC 4193), as Docker takes for itself.
    if (!/^fd[0-9a-f]{2}:[0-9a-f:]*\/(4[89]|[5-9]\d|1[01]\d|12[0-8])$/i.test(subnet))
      throw new Refused(`the subnet ${subnet}: one below fd00::/8, of at most 2^80 addresses`);
    return checked;
  }
  if (!PRIVATE.some((range) => contains(range, subnet)))
    throw new Refused(`the subnet ${subnet}: it is not a private one`);
  if (Number(subnet.split('/')[1]) < SMALLEST_PREFIX)
    throw new Refused(`the subnet ${subnet}: more of this machine's routes than the 65,536 addresses that are let`);
  const taken = policy.hostNetworks.find((network) => overlap(network, subnet));
  if (taken) throw new Refused(`the subnet ${subnet}: this machine is in ${taken}`);
  return checked;
}

/** A larger subnet could take this machine's way to other networks. */
const SMALLEST_PREFIX = 16;

/** RFC 1918 */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

function range(cidr: string): { first: number; last: number } {
  const [address = '', prefix = '32'] = cidr.split('/');
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(prefix));
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1 };
}

/** Whatever is no address is in nothing: comparisons with NaN are false. */
function contains(outer: string, inner: string): boolean {
  const [a, b] = [range(outer), range(inner)];
  return a.first <= b.first && b.last <= a.last;
}

function overlap(one: string, other: string): boolean {
  const [a, b] = [range(one), range(other)];
  return a.first <= b.last && b.first <= a.last;
}
