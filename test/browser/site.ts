import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'vite';

/** The address the site is built for; nothing is asked of it. */
export const SITE = 'https://drydock.example/';

/** The page and its SDK as `npm run build` makes them, in `folder`. Answers how to remove it. */
export async function buildSite(folder: string): Promise<() => void> {
  process.env.DRYDOCK_SITE ??= SITE;
  await build({ logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  await build({
    configFile: 'vite.sdk.ts',
    logLevel: 'error',
    build: { outDir: resolve(folder, 'sdk'), emptyOutDir: false },
  });
  return () => rmSync(folder, { recursive: true, force: true });
}
