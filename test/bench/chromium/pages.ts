import { join } from 'node:path';
import { build, preview } from 'vite';

export interface ServedPage {
  readonly address: string;
  /** Where its built files are. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Builds the page at `root` as `npm run build` does and serves it. */
export async function servePage(root: string, name: string): Promise<ServedPage> {
  const folder = join(root, '.cache', name);
  const source = name === 'page' ? root : join(root, 'test', 'bench', 'chromium');
  const shared = { root: source, configFile: join(root, 'vite.config.ts'), logLevel: 'error' as const };
  const settings = { outDir: folder, emptyOutDir: true };
  await build({ ...shared, build: settings });
  const server = await preview({ ...shared, build: settings, preview: { host: '127.0.0.1', port: 0 } });
  return { address: server.resolvedUrls!.local[0]!, folder, close: () => server.close() };
}
