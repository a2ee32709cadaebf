import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout this command belongs to, seen from the bundle as from the sources. */
export function projectFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
