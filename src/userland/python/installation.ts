import type { SystemCalls } from '../../kernel/program.ts';
import { packageVersion } from '../packages/common/package-version.ts';

/** A Python as it lies in a file system. */
export interface Installation {
  /** `3.13.9` */
  readonly version: string;
  /** `/usr/local` or `/usr` */
  readonly prefix: string;
  /** Its executable, every link followed but the last name kept as called. */
  readonly executable: string;
  /** Where modules that packages bring are looked for, beside the prefix's site-packages: Debian's dist-packages. */
  readonly distPackages: readonly string[];
}

/** Patch releases of distributions' own packages, which lay down no header that says (packages.debian.org, pkgs.alpinelinux.org). */
const DISTRIBUTED: Readonly<Record<string, string>> = {
  '3.10': '3.10.12',
  '3.11': '3.11.2',
  '3.12': '3.12.3',
  '3.13': '3.13.5',
  '3.14': '3.14.0',
};
/** What runs the programs (Pyodide 0.29). */
const RUNTIME = '3.13';

/** The installation a command belongs to: `/usr/local/bin/python3` is a link to `python3.13`. */
export function installationOf(sys: SystemCalls, executable = executablePath(sys)): Installation {
  const real = realpath(sys, executable);
  const folder = real.slice(0, real.lastIndexOf('/'));
  const prefix = folder.slice(0, folder.lastIndexOf('/'));
  const minor = /python(\d\.\d+)$/.exec(real)?.[1] ?? minorIn(sys, prefix) ?? distributionMinor(sys) ?? RUNTIME;
  const debian = prefix === '/usr' && sys.exists('/etc/debian_version');
  return {
    version:
      headerVersion(sys, `${prefix}/include/python${minor}/patchlevel.h`) ??
      packagedVersion(sys, prefix, minor) ??
      DISTRIBUTED[minor] ??
      `${minor}.0`,
    prefix,
    executable,
    distPackages: debian
      ? [`/usr/local/lib/python${minor}/dist-packages`, '/usr/lib/python3/dist-packages']
      : minor === RUNTIME
        ? []
        : [`${prefix}/lib/python${minor}/site-packages`],
  };
}

function executablePath(sys: SystemCalls): string {
  const name = sys.argv[0] ?? 'python3';
  if (name.startsWith('/')) return name;
  if (name.includes('/')) return `${sys.cwd()}/${name}`;
  for (const folder of (sys.env.get('PATH') ?? '/usr/local/bin:/usr/bin:/bin').split(':')) {
    if (sys.exists(`${folder}/${name}`)) return `${folder}/${name}`;
  }
  return `/usr/bin/${name}`;
}

function realpath(sys: SystemCalls, path: string): string {
  try {
    return sys.realpath(path);
  } catch {
    return path;
  }
}

/** The minor release whose library folder a prefix has, when its executable does not say. */
function minorIn(sys: SystemCalls, prefix: string): string | undefined {
  try {
    const names = sys.readdir(`${prefix}/lib`).map((entry) => /^python(3\.\d+)$/.exec(entry.name)?.[1]);
    return names.filter((name) => name !== undefined).sort((a, b) => Number(b.slice(2)) - Number(a.slice(2)))[0];
  } catch {
    return undefined;
  }
}

/** The release a distribution's own `python3` is (packages.debian.org, packages.ubuntu.com, pkgs.alpinelinux.org). */
const RELEASES: readonly (readonly [id: string, version: RegExp, minor: string])[] = [
  ['debian', /^12/, '3.11'],
  ['debian', /^13/, '3.13'],
  ['ubuntu', /^22\.04/, '3.10'],
  ['ubuntu', /^24\.04/, '3.12'],
  ['alpine', /^3\.(19|18)/, '3.11'],
  ['alpine', /^3\.(20|21|22)/, '3.12'],
];

function distributionMinor(sys: SystemCalls): string | undefined {
  if (!sys.exists('/etc/os-release')) return undefined;
  const text = new TextDecoder().decode(sys.readFile('/etc/os-release'));
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  return RELEASES.find(([id, version]) => id === field('ID') && version.test(field('VERSION_ID')))?.[2];
}

function packagedVersion(sys: SystemCalls, prefix: string, minor: string): string | undefined {
  const version = prefix === '/usr' ? packageVersion(sys, 'python3') : undefined;
  return version?.startsWith(`${minor}.`) ? version : undefined;
}

function headerVersion(sys: SystemCalls, header: string): string | undefined {
  if (!sys.exists(header)) return undefined;
  return /PY_VERSION "([^"]+)"/.exec(new TextDecoder().decode(sys.readFile(header)))?.[1];
}
