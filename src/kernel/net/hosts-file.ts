import type { FileCalls } from '../kernel.ts';
import { parseAddress } from './address.ts';

const decoder = new TextDecoder();

/** The IPv4 addresses /etc/hosts gives `name` (hosts(5)). */
export function resolveInHosts(files: Pick<FileCalls, 'exists' | 'readFile'>, name: string): string[] {
  const wanted = name.toLowerCase();
  const found: string[] = [];
  if (!files.exists('/etc/hosts')) return found;
  for (const line of decoder.decode(files.readFile('/etc/hosts')).split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (parseAddress(address) === undefined) continue;
    if (names.some((each) => each.toLowerCase() === wanted) && !found.includes(address)) found.push(address);
  }
  return found;
}
