import { createReadStream, existsSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

const NO_PAGE = `<!doctype html><title>Drydock runner</title><p>The runner works, and there is no page here to serve: it was not built.
Run <code>npm run build</code> in Drydock’s folder and start the runner again, or open your page and give it the runner’s link.`;

/** Serves the page as `vite build` made it; every path that is no file is one of the page's own (its router's). */
export function servePage(folder: string | undefined, path: string, response: ServerResponse): void {
  const headers = {
    'x-content-type-options': 'nosniff',
    // The token is in the link's fragment, which is not sent; the address itself goes nowhere either.
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'SAMEORIGIN',
  };
  const file = folder === undefined ? undefined : fileFor(folder, path);
  if (!file) {
    response.writeHead(folder === undefined ? 200 : 404, { ...headers, 'content-type': TYPES['.html']! });
    response.end(folder === undefined ? NO_PAGE : 'Not found');
    return;
  }
  response.writeHead(200, {
    ...headers,
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': statSync(file).size,
    'cache-control': /[/\\]assets[/\\]/.test(file) ? 'max-age=31536000, immutable' : 'no-cache',
  });
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

function fileFor(folder: string, path: string): string | undefined {
  let name: string;
  try {
    name = normalize(join(folder, decodeURIComponent(path)));
  } catch {
    return undefined;
  }
  if (name.includes('\0') || !`${name}${sep}`.startsWith(`${normalize(folder)}${sep}`)) return undefined;
  const index = join(folder, 'index.html');
  return [name, ...(extname(name) === '' ? [index] : [])].find((file) => existsSync(file) && statSync(file).isFile());
}
