import type { SystemCalls } from '../../../kernel/program.ts';
import { writeCommand } from '../common/commands.ts';
import { makeDirectories } from '../common/file-tree.ts';
import type { DebianPackage } from './catalog.ts';
import { fileListPath } from './database.ts';
import { FILES } from './files.ts';

/** Lays down a package's files, and the list of them; one file carries the size nothing else has. */
export function unpack(sys: SystemCalls, item: DebianPackage): void {
  const written: string[] = [];
  const put = (path: string, write: (full: string) => void) => {
    makeDirectories(sys, `/${path.slice(0, path.lastIndexOf('/'))}`);
    write(`/${path}`);
    written.push(`/${path}`);
  };
  const share = item.commands.length === 0 ? 0 : Math.floor(item.size / 2 / item.commands.length);
  let left = item.size;
  for (const path of item.commands) {
    put(path, (full) => writeCommand(sys, full, share));
    left -= share;
  }
  for (const [path, text] of Object.entries(FILES[item.name] ?? {})) {
    put(path, (full) => sys.writeFile(full, text));
    left -= text.length;
  }
  const isLibrary = item.section.includes('libs') && item.commands.length === 0;
  const body = isLibrary ? `usr/lib/x86_64-linux-gnu/${item.name}.so` : `usr/share/${item.name}/${item.name}.data`;
  const note = `${item.name} ${item.version}\n`;
  put(body, (full) => sys.writeFile(full, note, { size: Math.max(left, note.length) }));
  put(`usr/share/doc/${item.name}/copyright`, (full) =>
    sys.writeFile(full, `${item.name}: see https://packages.debian.org/\n`),
  );
  sys.writeFile(fileListPath(item.name), `/.\n${written.map((path) => `${path}\n`).join('')}`);
}
