import type { SystemCalls } from '../../../kernel/program.ts';
import type { Context } from '../../commands/common/context.ts';
import { makeDirectories, readText } from '../common/file-tree.ts';
import { isOnline } from '../common/online.ts';
import { bytesText, rateText } from './format.ts';

const LISTS = '/var/lib/apt/lists';
const ROUND_TRIP = 80;

/** What `apt-get update` fetches of one suite: bytes of its InRelease and of each component's package list. */
interface Suite {
  readonly url: string;
  readonly name: string;
  readonly release: number;
  readonly components: readonly (readonly [name: string, bytes: number])[];
}

const DEBIAN = 'http://deb.debian.org/debian';
const UBUNTU = 'http://archive.ubuntu.com/ubuntu';
const suite = (url: string, name: string, release: number, ...components: [string, number][]): Suite => ({
  url,
  name,
  release,
  components,
});

/** Sizes as of November 2025. */
const SUITES: Readonly<Record<string, readonly Suite[]>> = {
  bookworm: [
    suite(DEBIAN, 'bookworm', 151_000, ['main', 8_791_000]),
    suite(DEBIAN, 'bookworm-updates', 55_400, ['main', 6_924]),
    suite(`${DEBIAN}-security`, 'bookworm-security', 48_000, ['main', 285_000]),
  ],
  bullseye: [
    suite(DEBIAN, 'bullseye', 116_000, ['main', 8_066_000]),
    suite(DEBIAN, 'bullseye-updates', 44_100, ['main', 18_800]),
    suite(`${DEBIAN}-security`, 'bullseye-security', 27_200, ['main', 425_000]),
  ],
  trixie: [
    suite(DEBIAN, 'trixie', 138_000, ['main', 9_669_000]),
    suite(DEBIAN, 'trixie-updates', 47_300, ['main', 5_412]),
    suite(`${DEBIAN}-security`, 'trixie-security', 43_400, ['main', 74_400]),
  ],
  noble: ubuntu('noble', 256_000, 1_808_000, 19_300_000),
  jammy: ubuntu('jammy', 270_000, 1_792_000, 17_500_000),
  focal: ubuntu('focal', 265_000, 1_275_000, 11_300_000),
  bionic: ubuntu('bionic', 242_000, 1_344_000, 11_300_000),
};

function ubuntu(name: string, release: number, main: number, universe: number): Suite[] {
  const more = (suffix: string, url = UBUNTU) =>
    suite(
      url,
      `${name}-${suffix}`,
      126_000,
      ['main', suffix === 'backports' ? 49_400 : 2_020_000],
      ['universe', suffix === 'backports' ? 34_600 : 1_950_000],
      ['restricted', suffix === 'backports' ? 1_000 : 2_660_000],
    );
  return [
    suite(
      UBUNTU,
      name,
      release,
      ['main', main],
      ['universe', universe],
      ['restricted', 117_000],
      ['multiverse', 331_000],
    ),
    more('updates'),
    more('backports'),
    more('security', 'http://security.ubuntu.com/ubuntu'),
  ];
}

/** The release this system is: VERSION_CODENAME of os-release. */
export function codename(sys: SystemCalls): string {
  const name = /^VERSION_CODENAME=(.*)$/m.exec(readText(sys, '/etc/os-release') ?? '')?.[1] ?? '';
  return Object.hasOwn(SUITES, name) ? name : 'bookworm';
}

/** The `http://…/debian bookworm/main amd64` of a `Get:` line. */
export function archiveOf(sys: SystemCalls): string {
  const [first] = SUITES[codename(sys)]!;
  return `${first!.url} ${first!.name}/main amd64`;
}

/** Whether the package lists are there: without them no package is known. */
export function hasLists(sys: SystemCalls): boolean {
  const [first] = SUITES[codename(sys)]!;
  return sys.exists(listPath(first!, 'main'));
}

function listPath({ url, name }: Suite, component: string): string {
  return `${LISTS}/${prefix(url, name)}_${component}_binary-amd64_Packages.lz4`;
}

function prefix(url: string, name: string): string {
  return `${url.replace(/^http:\/\//, '').replaceAll('/', '_')}_dists_${name}`;
}

/** `apt-get update` */
export async function update(context: Context): Promise<number> {
  const { sys } = context;
  const suites = SUITES[codename(sys)]!;
  if (!isOnline(sys)) return unreachable(context, suites);
  makeDirectories(sys, `${LISTS}/partial`);
  const started = sys.now();
  let [number, total] = [0, 0];
  const get = (what: string, bytes: number) => {
    context.print(`Get:${++number} ${what} [${bytesText(bytes)}]\n`);
    total += bytes;
  };
  for (const each of suites) {
    get(`${each.url} ${each.name} InRelease`, each.release);
    sys.writeFile(`${LISTS}/${prefix(each.url, each.name)}_InRelease`, `Suite: ${each.name}\n`, { size: each.release });
  }
  await context.out.flush();
  await sys.sleep(ROUND_TRIP);
  for (const each of suites) {
    for (const [component, bytes] of each.components) {
      get(`${each.url} ${each.name}/${component} amd64 Packages`, bytes);
      // Kept with lz4, which packs half as well as the xz they come in.
      sys.writeFile(listPath(each, component), `${each.name}/${component}\n`, { size: Math.round(bytes * 2.1) });
    }
    await context.out.flush();
    await sys.sleep(ROUND_TRIP / 2);
  }
  sys.writeFile(`${LISTS}/lock`, '', { mode: 0o640 });
  context.print(`Fetched ${bytesText(total)} in ${rateText(total, sys.now() - started)}\n`);
  return 0;
}

function unreachable(context: Context, suites: readonly Suite[]): number {
  const host = (url: string) => url.split('/')[2]!;
  suites.forEach(({ url, name }, at) => {
    context.print(`Ign:${at + 1} ${url} ${name} InRelease\n`);
  });
  suites.forEach(({ url, name }, at) => {
    context.print(`Err:${at + 1} ${url} ${name} InRelease\n  Temporary failure resolving '${host(url)}'\n`);
  });
  context.print('Reading package lists...\n');
  for (const { url, name } of suites) {
    context.out.text(
      `W: Failed to fetch ${url}/dists/${name}/InRelease  Temporary failure resolving '${host(url)}'\n`,
      2,
    );
  }
  context.out.text('W: Some index files failed to download. They have been ignored, or old ones used instead.\n', 2);
  return 0;
}
