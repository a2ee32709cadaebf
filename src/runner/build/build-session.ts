import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { TarEntry } from '../../oci/tar/entry.ts';
import type { FoundEngine } from '../engine/find.ts';
import { hijackHttp2 } from '../engine/hijack.ts';
import { sendFiles, wanted } from './file-sync.ts';
import { begin, messages, STATUS, send } from './grpc.ts';
import { MessageWriter, readFields } from './protobuf.ts';

/** What a build may ask its client for; there is nothing else to be had here, no key and no file of this machine. */
export interface SessionContents {
  /** By the name BuildKit asks for: `context`, `dockerfile`. */
  readonly folders: Readonly<Record<string, readonly TarEntry[]>>;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  /** Takes the tar that a build of `--output` makes; left out, none is taken. */
  readonly receive?: (tar: Uint8Array) => void;
}

const METHODS = [
  '/moby.filesync.v1.FileSync/DiffCopy',
  '/moby.buildkit.secrets.v1.Secrets/GetSecret',
  '/moby.filesync.v1.FileSend/DiffCopy',
];
/** Bytes of one message of a tar, and of a whole one. */
const [LONGEST_PART, LARGEST_TAR] = [8 << 20, 1 << 28];
/** The context as before is not sent again: BuildKit keeps it under this. */
const SHARED_KEY = 'drydock';

/**
 * BuildKit's session (session/grpchijack of BuildKit): a connection over which the engine is the caller. Resolves once the
 * engine has taken it up.
 */
export async function openBuildSession(
  engine: FoundEngine,
  contents: SessionContents,
  owner: string,
): Promise<{ id: string; close(): void }> {
  const id = randomBytes(16).toString('hex');
  const socket = await hijackHttp2(engine, '/session', {
    'x-docker-expose-session-uuid': id,
    'x-docker-expose-session-name': SHARED_KEY,
    'x-docker-expose-session-sharedkey': `${SHARED_KEY}-${owner}`,
    'x-docker-expose-session-grpc-method': METHODS,
  });
  const server = createServer();
  server.on('sessionError', () => socket.destroy());
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders & { ':path'?: string }) => {
    stream.on('error', () => {});
    void serve(stream, headers, contents);
  });
  server.emit('connection', socket);
  return { id, close: () => void socket.destroy() };
}

async function serve(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  contents: SessionContents,
): Promise<void> {
  const finish = begin(stream);
  try {
    switch (headers[':path']) {
      case METHODS[0]: {
        const name = single(headers['dir-name']);
        const folder = contents.folders[name];
        if (!folder) return finish(STATUS.NOT_FOUND, `no access allowed to dir ${JSON.stringify(name)}`);
        await sendFiles(stream, wanted(folder, [...list(headers.followpaths), ...list(headers['include-patterns'])]));
        return finish(STATUS.OK);
      }
      case METHODS[1]: {
        const secret = await secretOf(stream, contents.secrets);
        if (!secret) return finish(STATUS.NOT_FOUND, 'secret not found');
        send(stream, new MessageWriter().bytes(1, secret).finish());
        return finish(STATUS.OK);
      }
      case METHODS[2]: {
        if (!contents.receive) return finish(STATUS.UNIMPLEMENTED, 'nothing is taken from this build');
        contents.receive(await wholeTar(stream));
        return finish(STATUS.OK);
      }
      case '/grpc.health.v1.Health/Check':
        send(stream, new MessageWriter().number(1, 1).finish());
        return finish(STATUS.OK);
      default:
        return finish(STATUS.UNIMPLEMENTED, `unknown method ${headers[':path']}`);
    }
  } catch (error) {
    finish(STATUS.INTERNAL, (error as Error).message);
  }
}

/** A tar in messages of bytes (filesync's BytesMessage). */
async function wholeTar(stream: ServerHttp2Stream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const message of messages(stream, LONGEST_PART))
    for (const { number, value } of readFields(message)) {
      if (number !== 1) continue;
      length += (value as Uint8Array).length;
      if (length > LARGEST_TAR) throw new Error(`an output of more than ${LARGEST_TAR} bytes`);
      parts.push(value as Uint8Array);
    }
  return Buffer.concat(parts);
}

async function secretOf(
  stream: ServerHttp2Stream,
  secrets: ReadonlyMap<string, Uint8Array>,
): Promise<Uint8Array | undefined> {
  for await (const message of messages(stream))
    for (const { number, value } of readFields(message))
      if (number === 1) return secrets.get(new TextDecoder().decode(value as Uint8Array));
  return undefined;
}

function single(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** Node joins what comes several times. */
function list(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : value.split(', ')).map((each) => decodeURIComponent(each));
}
