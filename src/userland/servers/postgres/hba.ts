/** pg_hba.conf: who may connect how (PostgreSQL documentation, "The pg_hba.conf File"). The first line that fits decides. */

export interface Visit {
  readonly database: string;
  readonly user: string;
  readonly address: string;
}

/** The method of the first line that fits; undefined when none does. Lines for Unix sockets never do: there are none here. */
export function authenticationMethod(text: string, visit: Visit): string | undefined {
  for (const line of text.split('\n')) {
    const words = (/^[^#]*/.exec(line)?.[0] ?? '').trim().split(/\s+/);
    const [type = '', databases = '', users = '', address = '', ...rest] = words;
    if (!/^host(nossl|nogssenc)?$/.test(type)) continue;
    if (!names(databases, visit.database, visit.user) || !names(users, visit.user)) continue;
    const hasMask = /^\d+(\.\d+){3}$/.test(rest[0] ?? '');
    if (!covers(address, hasMask ? rest[0] : undefined, visit.address)) continue;
    return rest[hasMask ? 1 : 0];
  }
  return undefined;
}

function names(list: string, wanted: string, sameUser?: string): boolean {
  return list.split(',').some((word) => {
    const name = word.replace(/^"(.*)"$/, '$1');
    return name === 'all' || name === wanted || (name === 'sameuser' && sameUser === wanted);
  });
}

function covers(address: string, mask: string | undefined, wanted: string): boolean {
  if (address === 'all' || address === 'samenet') return true;
  const [network = '', length] = address.split('/');
  if (!/^\d+(\.\d+){3}$/.test(network)) return false;
  const bits = mask === undefined ? prefix(Number(length ?? 32)) : number(mask);
  return (number(network) & bits) >>> 0 === (number(wanted) & bits) >>> 0;
}

const number = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const prefix = (length: number) => (length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0);
