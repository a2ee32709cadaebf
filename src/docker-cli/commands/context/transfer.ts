import { joinBytes } from '../../archive/bytes.ts';
import { readTar } from '../../archive/tar-reader.ts';
import { tarEnd, tarEntry } from '../../archive/tar-writer.ts';
import type { Cli, Command } from '../../cli.ts';
import { exactly } from '../../cli.ts';
import { resolvePath } from '../../client/paths.ts';
import { type ContextMeta, ContextStore, checkContextName, goJson } from '../../context/store.ts';
import { readContext } from './default-context.ts';

export const exportContext: Command = {
  args: { kind: 'range', least: 1, most: 2 },
  async run(cli, { args }) {
    const [name, given] = args as [string, string?];
    if (name !== 'default') checkContextName(name);
    const { Name, Metadata, Endpoints } = await readContext(cli, name);
    const owner = { mtime: 0, uid: 0, gid: 0 };
    const data = new TextEncoder().encode(goJson({ Name, Metadata, Endpoints }));
    const meta = { name: 'meta.json', kind: 'file', mode: 0o644, size: data.length, ...owner } as const;
    const tls = { name: 'tls', kind: 'directory', mode: 0o700, size: 0, ...owner } as const;
    const tar = joinBytes([...tarEntry(meta, data), ...tarEntry(tls), tarEnd()]);
    if (given === '-') {
      if (cli.host.stdout.isTerminal) throw new Error('cowardly refusing to export to a terminal, specify a file path');
      return cli.out(tar);
    }
    const file = given ?? `${name}.dockercontext`;
    writeNew(cli, file, tar);
    await cli.err(`Written file ${JSON.stringify(file)}\n`);
  },
};

function writeNew(cli: Cli, file: string, data: Uint8Array): void {
  const path = resolvePath(cli.host.cwd(), file);
  let isThere = true;
  try {
    cli.host.files.lstat(path);
  } catch {
    isThere = false;
  }
  if (isThere) throw new Error(`open ${file}: file exists`);
  cli.host.files.write(path, data, 0o600);
}

export const importContext: Command = {
  args: exactly(2),
  async run(cli, { args }) {
    const [name, file] = args as [string, string];
    checkContextName(name);
    const store = new ContextStore(cli.host);
    if (await store.has(name)) throw new Error(`context ${JSON.stringify(name)} already exists`);
    const meta = await metaIn(file === '-' ? cli.input() : once(cli.readFile(file)));
    await store.write({ ...meta, Name: name });
    await cli.out(`${name}\n`);
    await cli.err(`Successfully imported context ${JSON.stringify(name)}\n`);
  },
};

async function metaIn(archive: AsyncIterable<Uint8Array>): Promise<ContextMeta> {
  for await (const { kind, name, data } of readTar(archive)) {
    if (kind === 'file' && name === 'meta.json') return JSON.parse(new TextDecoder().decode(data)) as ContextMeta;
    if (kind === 'file' && name.startsWith('tls/')) throw new Error('drydock: not simulated: TLS material');
  }
  throw new Error('invalid context: no metadata found');
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Error('drydock: not simulated: a context in a zip file');
  yield bytes;
}
