import { join } from 'node:path';

/** The `drydock` command of this checkout, as arguments for node. */
export function bundled(): string[] {
  return [join(import.meta.dirname, '..', '..', 'src', 'bin', 'drydock.mjs')];
}
