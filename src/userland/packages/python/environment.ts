import type { SystemCalls } from '../../../kernel/program.ts';
import { type Installation, installationOf } from '../../python/installation.ts';
import { readText } from '../common/file-tree.ts';
import { canonicalName } from './catalog.ts';

/** The Python a `pip` belongs to, and where it installs. */
export interface Environment {
  readonly python: Installation;
  /** `3.13` */
  readonly minor: string;
  readonly pipVersion: string;
  /** Where pip itself lies. */
  readonly pipFolder: string;
  readonly sitePackages: string;
  readonly scripts: string;
  /** The interpreter of the scripts' first lines. */
  readonly interpreter: string;
  readonly isVirtual: boolean;
  /** Which distribution's rule against installing applies, if one does (PEP 668). */
  readonly managedBy: 'debian' | 'alpine' | undefined;
}

/** A distribution that is installed. */
export interface Installed {
  /** Canonical. */
  readonly name: string;
  /** As its metadata writes it. */
  readonly written: string;
  readonly version: string;
  /** Its .dist-info folder. */
  readonly folder: string;
  readonly requires: readonly string[];
  readonly summary: string;
}

export function environmentOf(sys: SystemCalls): Environment {
  const command = sys.argv[0] ?? 'pip';
  const path = command.includes('/') ? command : which(sys, command);
  const bin = path.slice(0, path.lastIndexOf('/'));
  const root = bin.slice(0, bin.lastIndexOf('/'));
  const config = readText(sys, `${root}/pyvenv.cfg`);
  const home = config === undefined ? undefined : /^home\s*=\s*(.*)$/m.exec(config)?.[1];
  const executable = `${home ?? bin}/python3`;
  const python = installationOf(sys, executable);
  const minor = python.version.split('.').slice(0, 2).join('.');
  const isVirtual = home !== undefined;
  const debian = !isVirtual && python.distPackages.some((folder) => folder.includes('dist-packages'));
  const sitePackages = isVirtual
    ? `${root}/lib/python3.13/site-packages`
    : debian
      ? `/usr/local/lib/python${minor}/dist-packages`
      : `${python.prefix}/lib/python${minor}/site-packages`;
  const managed = !isVirtual && python.prefix === '/usr' && Number(minor.slice(2)) >= 11;
  return {
    python,
    minor,
    ...pipOf(sys, python, minor, sitePackages),
    sitePackages,
    scripts: isVirtual ? bin : debian ? '/usr/local/bin' : `${python.prefix}/bin`,
    interpreter: isVirtual ? `${bin}/python` : debian ? '/usr/bin/python3' : `${python.prefix}/bin/python${minor}`,
    isVirtual,
    managedBy: managed ? (debian ? 'debian' : 'alpine') : undefined,
  };
}

function which(sys: SystemCalls, name: string): string {
  const folders = (sys.env.get('PATH') ?? '/usr/local/bin:/usr/bin').split(':');
  return `${folders.find((folder) => sys.exists(`${folder}/${name}`)) ?? '/usr/bin'}/${name}`;
}

function pipOf(sys: SystemCalls, python: Installation, minor: string, sitePackages: string) {
  const folders = [sitePackages, `${python.prefix}/lib/python${minor}/site-packages`, '/usr/lib/python3/dist-packages'];
  for (const folder of folders) {
    const version = /__version__ = "([^"]+)"/.exec(readText(sys, `${folder}/pip/__init__.py`) ?? '')?.[1];
    if (version) return { pipVersion: version, pipFolder: `${folder}/pip` };
  }
  // The release each distribution's package is of: its own records say no more than that it is there.
  const known: Readonly<Record<string, string>> = {
    '3.10': '22.0.2',
    '3.11': '23.0.1',
    '3.12': '24.0',
    '3.13': '25.1.1',
  };
  return { pipVersion: known[minor] ?? '25.1.1', pipFolder: `${folders.at(-1)}/pip` };
}

/** What is installed, by name. */
export function installed(sys: SystemCalls, { sitePackages, pipFolder, isVirtual }: Environment): Installed[] {
  const folders = new Set([sitePackages, ...(isVirtual ? [] : [pipFolder.slice(0, -4)])]);
  const found = [...folders].flatMap((folder) => (sys.exists(folder) ? distributions(sys, folder) : []));
  return found.sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

function distributions(sys: SystemCalls, folder: string): Installed[] {
  return sys
    .readdir(folder)
    .filter(({ name }) => name.endsWith('.dist-info'))
    .flatMap(({ name }) => {
      const metadata = readText(sys, `${folder}/${name}/METADATA`) ?? '';
      const field = (key: string) => new RegExp(`^${key}: (.*)$`, 'm').exec(metadata)?.[1];
      const version = field('Version');
      if (version === undefined) return [];
      const requires = [...metadata.matchAll(/^Requires-Dist: (.*)$/gm)].map((match) => match[1]!);
      return [
        {
          name: canonicalName(field('Name') ?? name),
          written: field('Name') ?? name,
          version,
          folder: `${folder}/${name}`,
          requires,
          summary: field('Summary') ?? '',
        },
      ];
    });
}
