import { type Manifest, manifestPath, readManifestIfAny } from '../project.ts';
import type { NpmCommand } from './command.ts';

/** `npm init -y`: the questions `npm init` asks are not simulated. */
export const init: NpmCommand = ({ context, settings, operands, version }) => {
  if (operands.length > 0) throw new Error(`drydock: not simulated: npm init ${operands[0]}`);
  if (!settings.isOn('yes') && !settings.isOn('force')) {
    throw new Error('drydock: not simulated: the questions of `npm init` (use `npm init -y`)');
  }
  const { sys } = context;
  const folder = sys.cwd();
  const { name, version: own, scripts, ...rest }: Manifest = readManifestIfAny(sys, folder) ?? {};
  const folderName = folder
    .slice(folder.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/[^a-z0-9._~-]/g, '-');
  const text = JSON.stringify(
    {
      name: name ?? folderName,
      version: own ?? '1.0.0',
      description: '',
      main: 'index.js',
      scripts: scripts ?? { test: 'echo "Error: no test specified" && exit 1' },
      keywords: [],
      author: '',
      license: 'ISC',
      // npm 11 and later say which kind of module it is; the npm of node 22 does too since 10.9.
      ...(version.startsWith('10.8') ? {} : { type: 'commonjs' }),
      ...rest,
    },
    null,
    2,
  );
  sys.writeFile(manifestPath(folder), `${text}\n`);
  context.print(`Wrote to ${manifestPath(folder)}:\n\n${text}\n\n\n`);
  return 0;
};
