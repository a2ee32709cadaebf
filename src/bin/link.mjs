/**
 * Makes `npx drydock` find this checkout's own command: npm links the commands of dependencies, never those of the project itself.
 */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const bin = join(here, '..', '..', 'node_modules', '.bin');
mkdirSync(bin, { recursive: true });
rmSync(join(bin, 'drydock'), { force: true });
symlinkSync(join('..', '..', 'src', 'bin', 'drydock.mjs'), join(bin, 'drydock'));
