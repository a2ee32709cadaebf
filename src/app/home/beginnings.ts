import { unzip } from 'fflate';
import { messages } from '../messages/messages.ts';
import type { Beginning } from '../places/playgrounds.ts';
import { size } from '../views/words.ts';

/** Bytes of files that a playground begins with, all together; an image archive may be larger, it is read in slices. */
const LARGEST = 50_000_000;
/** Nobody means to bring these. */
const LEFT_OUT = /(^|\/)(\.git|node_modules|__MACOSX|\.DS_Store)(\/|$)/;

type Files = Record<string, Uint8Array>;

/** A zip becomes the workspace, a tar an image of the new computer. Rejects, saying why, when neither can be. */
export async function fromFile(file: File): Promise<Beginning> {
  if (!file.name.toLowerCase().endsWith('.zip')) {
    return { title: file.name, files: { Dockerfile: 'FROM alpine\n' }, archive: file };
  }
  refuseLarge(file.name, file.size);
  const bytes = new Uint8Array(await file.arrayBuffer());
  let total = 0;
  const files = await new Promise<Files>((resolve, reject) => {
    const filter = ({ name, originalSize }: { name: string; originalSize: number }) => {
      if (LEFT_OUT.test(name) || name.endsWith('/')) return false;
      total += originalSize;
      return total <= LARGEST;
    };
    unzip(bytes, { filter }, (error, unzipped) => (error ? reject(error) : resolve(unzipped)));
  });
  refuseLarge(file.name, total);
  return beginning(file.name.replace(/\.zip$/i, ''), files);
}

/** A folder that was dropped. */
export async function fromFolder(folder: FileSystemDirectoryEntry): Promise<Beginning> {
  const files: Files = {};
  let total = 0;
  const visit = async (directory: FileSystemDirectoryEntry, prefix: string): Promise<void> => {
    for (const entry of await entriesOf(directory)) {
      const path = prefix + entry.name;
      if (LEFT_OUT.test(path)) continue;
      if (entry.isDirectory) await visit(entry as FileSystemDirectoryEntry, `${path}/`);
      else {
        const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
        refuseLarge(folder.name, (total += file.size));
        files[path] = new Uint8Array(await file.arrayBuffer());
      }
    }
  };
  await visit(folder, '');
  return beginning(folder.name, files);
}

/** A folder that was chosen: the browser gives all files below it. */
export async function fromChosenFolder(chosen: readonly File[]): Promise<Beginning> {
  const name = chosen[0]!.webkitRelativePath.split('/')[0]!;
  const wanted = chosen.filter((file) => !LEFT_OUT.test(file.webkitRelativePath));
  refuseLarge(
    name,
    wanted.reduce((sum, file) => sum + file.size, 0),
  );
  const files: Files = {};
  for (const file of wanted) files[file.webkitRelativePath] = new Uint8Array(await file.arrayBuffer());
  return beginning(name, files);
}

/** A directory is read a hundred entries at a time, until none come. */
async function entriesOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function refuseLarge(name: string, bytes: number): void {
  if (bytes > LARGEST) throw new Error(messages().home.tooLarge(name, size(LARGEST)));
}

/** Paths that leave the workspace are left out; a folder around everything is taken off. */
function beginning(title: string, files: Files): Beginning {
  const safe = Object.entries(files).filter(([path]) => !path.startsWith('/') && !path.split('/').includes('..'));
  if (safe.length === 0) throw new Error(messages().home.nothingInside(title));
  const [first] = safe[0]![0].split('/');
  const wrapped = safe.every(([path]) => path.startsWith(`${first}/`));
  const entries = safe.map(([path, bytes]) => [wrapped ? path.slice(first!.length + 1) : path, bytes] as const);
  return { title, files: Object.fromEntries(entries) };
}
