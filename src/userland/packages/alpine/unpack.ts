import type { SystemCalls } from '../../../kernel/program.ts';
import { writeCommand } from '../common/commands.ts';
import { makeDirectories } from '../common/file-tree.ts';
import type { AlpinePackage } from './catalog.ts';
import { FILES } from './files.ts';

/** Lays down a package's files: its commands, what else it is known by, and one file that carries the rest of its size. */
export function unpack(sys: SystemCalls, item: AlpinePackage): string[] {
  const written: string[] = [];
  const put = (path: string, write: (full: string) => void) => {
    makeDirectories(sys, `/${path.slice(0, path.lastIndexOf('/'))}`);
    write(`/${path}`);
    written.push(path);
  };
  const texts = FILES[item.name] ?? {};
  const share = item.commands.length === 0 ? 0 : Math.floor(item.size / 2 / item.commands.length);
  let left = item.size;
  for (const path of item.commands) {
    put(path, (full) => writeCommand(sys, full, share));
    left -= share;
  }
  for (const [path, text] of Object.entries(texts)) {
    put(path, (full) => sys.writeFile(full, text));
    left -= text.length;
  }
  const isLibrary = /lib|readline|brotli|pcre|oniguruma|gmp|mpfr|zstd/.test(item.name) && item.commands.length === 0;
  const body = isLibrary
    ? `usr/lib/${item.name.replace(/-libs?$|^lib/g, '')}.so`
    : `usr/share/${item.name}/${item.name}.data`;
  if (left > 0) {
    put(isLibrary ? body.replace('usr/lib/', 'usr/lib/lib') : body, (full) =>
      sys.writeFile(full, `${item.name} ${item.version}\n`, {
        size: Math.max(left, item.name.length + item.version.length + 2),
      }),
    );
  }
  return written;
}
