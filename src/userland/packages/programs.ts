import type { MaybePromise, Program } from '../../kernel/program.ts';
import { notSimulatedProgram } from './not-simulated.ts';

const apt = () => import('./debian/program.ts').then(({ aptProgram }) => aptProgram);
const dpkg = () => import('./debian/dpkg.ts').then(({ dpkgProgram }) => dpkgProgram);

/** Programs of the base images that say what they are not. */
const REFUSED =
  `apt-cdrom apt-config apt-key apt-mark debconf debconf-show dpkg-deb dpkg-divert dpkg-maintscript-helper dpkg-split dpkg-statoverride
  dpkg-trigger update-alternatives corepack python3-config pydoc idle`.split(/\s+/);

/** Package managers, by program name. */
export const packagePrograms: Readonly<Record<string, () => MaybePromise<Program>>> = {
  apk: () => import('./alpine/program.ts').then(({ apkProgram }) => apkProgram),
  'apt-get': apt,
  apt,
  'apt-cache': apt,
  dpkg,
  'dpkg-query': dpkg,
  npm: () => import('./npm/program.ts').then(({ npmProgram }) => npmProgram),
  yarn: () => import('./yarn/program.ts').then(({ yarnProgram }) => yarnProgram),
  pip: () => import('./python/program.ts').then(({ pipProgram }) => pipProgram),
  npx: () => import('./npm/npx.ts').then(({ npxProgram }) => npxProgram),
  ...Object.fromEntries(REFUSED.map((name) => [name, () => notSimulatedProgram(name)])),
};
