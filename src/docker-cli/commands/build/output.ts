import { type ReadEntry, readTar } from '../../archive/tar-reader.ts';
import type { Cli } from '../../cli.ts';
import { directoryName, joinPath, resolvePath } from '../../client/paths.ts';
import { StatusError } from '../../errors.ts';
import type { Flags } from '../../flags/flags.ts';
import { splitCsv } from '../../opts/mount.ts';

/** One `--output`: what is made of the result, and where it goes. */
export interface Output {
  readonly type: string;
  /** A path, or `-` for standard output. */
  readonly destination: string | undefined;
  /** What the image is to be called. */
  readonly names: readonly string[];
  /** It goes to a registry besides. */
  readonly push: boolean;
}

const NAMES: Readonly<Record<string, string>> = { oci: 'OCI', docker: 'Docker' };

/** `-o DIR`, `-o -`, `-o type=…,dest=…` with buildx's complaints (util/buildflags, build/opt.go). Without any: the image store. */
export function readOutputs(cli: Cli, flags: Flags): Output[] {
  const outputs = flags.strings('output').map((text) => checked(cli, parse(text)));
  if (flags.bool('load') && !outputs.some(({ type }) => type === 'docker'))
    outputs.push({ type: 'docker', destination: undefined, names: [], push: false });
  if (flags.bool('push')) outputs.push({ type: 'docker', destination: undefined, names: [], push: true });
  if (flags.string('iidfile') && outputs.some(isForClient))
    throw new StatusError('ERROR: local and tar exporters are incompatible with image ID file', 1);
  return outputs;
}

/** The files come to the client instead of staying in the engine. */
export function isForClient({ type }: Output): boolean {
  return type === 'local' || type === 'tar';
}

function parse(text: string): Output {
  const fields = splitCsv(text);
  if (fields.length === 1 && !text.startsWith('type='))
    return text === '-'
      ? { type: 'tar', destination: '-', names: [], push: false }
      : { type: 'local', destination: text, names: [], push: false };
  const attributes = new Map<string, string>();
  for (const field of fields) {
    const equals = field.indexOf('=');
    if (equals < 0) throw new StatusError(`ERROR: invalid value ${field}`, 1);
    attributes.set(field.slice(0, equals).trim().toLowerCase(), field.slice(equals + 1));
  }
  const type = attributes.get('type') ?? '';
  if (type === '') throw new StatusError('ERROR: type is required for output', 1);
  const names = (attributes.get('name') ?? '').split(',').filter(Boolean);
  // A registry is an image that is pushed.
  const push = type === 'registry' || attributes.get('push') === 'true';
  return { type: type === 'registry' ? 'image' : type, destination: attributes.get('dest'), names, push };
}

function checked(cli: Cli, output: Output): Output {
  const { type, destination } = output;
  const { files } = cli.host;
  const path = destination === undefined || destination === '-' ? undefined : resolvePath(cli.host.cwd(), destination);
  if (type === 'local') {
    if (!destination) throw new Error('dest is required for local exporter');
    if (!path) throw new Error('dest cannot be stdout for local exporter');
    if (kindOf(cli, path) === 'file') throw new Error(`destination directory ${destination} is a file`);
    return { ...output, destination: path };
  }
  if (type === 'tar' || type === 'oci' || (type === 'docker' && destination !== undefined)) {
    if (!path && cli.host.stdout.isTerminal)
      throw new Error(`dest file is required for ${type} exporter. refusing to write to console`);
    if (path && kindOf(cli, path) === 'directory') throw new Error(`destination file ${destination} is a directory`);
    if (path && kindOf(cli, directoryName(path)) !== 'directory')
      throw new Error(`failed to open open ${destination}: no such file or directory`);
    if (path) files.write(path, new Uint8Array(), 0o644);
    if (type !== 'tar')
      throw new Error(
        `${NAMES[type]} exporter is not supported for the docker driver.\nSwitch to a different driver, or turn on the containerd image store, and try again.\nLearn more at https://docs.docker.com/go/build-exporters/`,
      );
    return { ...output, destination: path ?? '-' };
  }
  return output;
}

/** Puts out what the engine sent for one output: a tar. */
export async function deliver(cli: Cli, { type, destination }: Output, tar: Uint8Array): Promise<void> {
  if (type === 'tar') {
    if (destination === '-') await cli.out(tar);
    else cli.host.files.write(destination!, tar, 0o644);
    return;
  }
  makeFolders(cli, destination!);
  const entries: ReadEntry[] = [];
  for await (const entry of readTar(once(tar))) entries.push(entry);
  for (const entry of entries) place(cli, destination!, entry);
  // Last, and from the inside out: what is written into a directory changes its time.
  for (const { kind, name, mtime } of entries.reverse())
    if (kind === 'directory') cli.host.files.utimes(joinPath(destination!, name), mtime);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function place(cli: Cli, folder: string, { kind, name, mode, mtime, target, data }: ReadEntry): void {
  const { files } = cli.host;
  const path = joinPath(folder, name);
  const there = kindOf(cli, path);
  if (there !== undefined && !(there === 'directory' && kind === 'directory')) files.remove(path);
  if (kind === 'directory') {
    if (there !== 'directory') files.mkdir(path, mode);
  } else if (kind === 'symlink') files.symlink(target!, path);
  else if (kind === 'hardlink') files.write(path, files.read(joinPath(folder, target!)), mode);
  else if (kind === 'file') files.write(path, data, mode);
  else return;
  if (kind === 'symlink') return;
  files.chmod(path, mode);
  files.utimes(path, mtime);
}

function makeFolders(cli: Cli, path: string): void {
  if (kindOf(cli, path) !== undefined) return;
  makeFolders(cli, directoryName(path));
  cli.host.files.mkdir(path, 0o700);
}

function kindOf(cli: Cli, path: string): string | undefined {
  try {
    return cli.host.files.lstat(path).kind;
  } catch {
    return undefined;
  }
}
