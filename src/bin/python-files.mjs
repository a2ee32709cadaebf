import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where the code of a Python thread and the compiled standard library are, for a module of this folder: as a TypeScript source (in
 * tests) or bundled into .cache/bin/.
 */
export async function pythonFiles(moduleUrl) {
  const from = fileURLToPath(moduleUrl);
  let root = dirname(from);
  while (!existsSync(join(root, 'package.json'))) root = dirname(root);
  const thread = join(root, '.cache', 'bin', 'python-thread.js');
  if (from.endsWith('.ts')) await (await import('./bundle.mjs')).bundledCommand();
  return { thread, library: join(root, 'src', 'userland', 'python', 'generated', 'library.zip') };
}
