import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { InitialFile } from '../../host/workspace.ts';

/** A real folder as the files of a workspace: modes and times count, owners become root. */
export function readFolder(folder: string, prefix = ''): InitialFile[] {
  const files: InitialFile[] = [];
  for (const name of readdirSync(folder).sort()) {
    const full = join(folder, name);
    const path = prefix + name;
    const stat = lstatSync(full);
    const common = { path, mode: stat.mode & 0o7777, mtime: stat.mtimeMs };
    if (stat.isDirectory()) files.push({ ...common, kind: 'directory' }, ...readFolder(full, `${path}/`));
    else if (stat.isSymbolicLink()) files.push({ ...common, kind: 'symlink', target: readlinkSync(full) });
    else if (stat.isFile()) files.push({ ...common, kind: 'file', data: new Uint8Array(readFileSync(full)) });
  }
  return files;
}
