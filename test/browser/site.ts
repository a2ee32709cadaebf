import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'vite';

/** The page and its SDK as `npm run build` makes them, in `folder`. Answers how to remove it. */
export async function buildSite(folder: string): Promise<() => void> {
  await build({ logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  await build({
    configFile: 'vite.sdk.ts',
    logLevel: 'error',
    build: { outDir: resolve(folder, 'sdk'), emptyOutDir: false },
  });
  return () => rmSync(folder, { recursive: true, force: true });
}
