import type { SystemCalls } from '../../../kernel/program.ts';
import type { Context } from '../../commands/common/context.ts';
import { makeDirectories, readText } from '../common/file-tree.ts';
import { isOnline } from '../common/online.ts';

const CACHE = '/var/cache/apk';
/** What the two indexes of 3.22 weigh. */
const INDEX_SIZES: Readonly<Record<string, number>> = { main: 497_000, community: 2_270_000 };
const ROUND_TRIP = 40;

export interface Repository {
  readonly url: string;
  readonly name: string;
}

export function repositories(sys: SystemCalls): Repository[] {
  const text = readText(sys, '/etc/apk/repositories') ?? '';
  const urls = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^https?:/.test(line));
  return urls.map((url) => ({ url: url.replace(/\/$/, ''), name: url.replace(/\/$/, '').replace(/^.*\//, '') }));
}

/** Fetches the indexes; they stay in /var/cache/apk when `keep`. Answers whether all could be fetched. */
export async function fetchIndexes(context: Context, keep: boolean, quiet = false): Promise<boolean> {
  const { sys } = context;
  let complete = true;
  for (const { url, name } of repositories(sys)) {
    if (!quiet) context.print(`fetch ${url}/x86_64/APKINDEX.tar.gz\n`);
    await context.out.flush();
    if (!isOnline(sys)) {
      complete = false;
      context.out.text(`WARNING: fetching ${url}: temporary error (try again later)\n`, 2);
      continue;
    }
    await sys.sleep(ROUND_TRIP);
    if (keep) {
      makeDirectories(sys, CACHE);
      sys.writeFile(indexPath(sys, url), `index of ${url}\n`, { size: INDEX_SIZES[name] ?? 400_000 });
    }
  }
  return complete;
}

export function hasIndexes(sys: SystemCalls): boolean {
  return repositories(sys).every(({ url }) => sys.exists(indexPath(sys, url)));
}

function indexPath(sys: SystemCalls, url: string): string {
  const hash = sys.platform.sha256().update(new TextEncoder().encode(url)).hex().slice(0, 8);
  return `${CACHE}/APKINDEX.${hash}.tar.gz`;
}
