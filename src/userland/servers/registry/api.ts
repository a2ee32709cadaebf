import { concat } from '../../../kernel/bytes.ts';
import { textFromBytes } from '../../commands/common/binary.ts';
import { field } from '../../http/message.ts';
import type { ServerRequest, ServerResponse } from '../../http/server.ts';
import { bytes, empty, json, notFound, RegistryError } from './answers.ts';
import type { RegistryStorage } from './storage.ts';

const NAME = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const DIGEST = /^sha256:[a-f\d]{64}$/;
const ROUTE = /^\/v2\/(.+?)\/(?:(manifests)\/([^/]+)|(tags)\/list|(blobs)\/(?:(uploads)\/([^/]*)|([^/]+)))$/;

export interface ApiOptions {
  readonly storage: RegistryStorage;
  readonly canDelete: boolean;
}

/** The OCI distribution API, as registry 2.8 answers it (https://distribution.github.io/distribution/spec/api/). */
export async function answerApi({ storage, canDelete }: ApiOptions, request: ServerRequest): Promise<ServerResponse> {
  const { method, target, headers } = request.head;
  const [path = '', query = ''] = target.split('?', 2);
  const parameters = parseQuery(query);
  const host = `http://${field(headers, 'host') ?? ''}`;
  if (path === '/v2') return { ...empty(301, [['Location', '/v2/']]) };
  if (path === '/v2/') return { ...json(200, {}), body: new TextEncoder().encode('{}') };
  if (path === '/' || path === '/healthz') return { status: 200, headers: [], body: new Uint8Array() };
  if (path === '/v2/_catalog') return catalog(storage, parameters);
  const route = ROUTE.exec(path);
  if (!route) return notFound();
  const [, name = '', manifests, reference = '', tags, , uploads, id = '', digest = ''] = route;
  if (!NAME.test(name)) throw new RegistryError('NAME_INVALID', { name });
  const read = method === 'GET' || method === 'HEAD';
  if (tags && read) {
    const found = storage.tags(name);
    if (!found) throw new RegistryError('NAME_UNKNOWN', { name });
    return json(200, { name, tags: found });
  }
  if (manifests) {
    if (read) return getManifest(storage, name, reference);
    if (method === 'PUT') return putManifest(storage, name, reference, request, host);
    if (method === 'DELETE') return deleteManifest(storage, name, reference, canDelete);
  } else if (uploads) {
    if (id === '') {
      if (method === 'POST') return beginUpload(storage, name, parameters, request, host);
    } else return continueUpload(storage, name, id, parameters, request, host);
  } else if (read) return getBlob(storage, name, digest);
  else if (method === 'DELETE') {
    if (!canDelete) throw new RegistryError('UNSUPPORTED');
    if (!storage.hasLayer(name, digest)) throw new RegistryError('BLOB_UNKNOWN', digest);
    storage.unlinkLayer(name, digest);
    return empty(202, [['Content-Length', '0']]);
  }
  return { status: 405, headers: [], body: new Uint8Array() };
}

function parseQuery(query: string): Map<string, string> {
  return new Map(
    query.split('&').flatMap((pair): [string, string][] => {
      const [key = '', value = ''] = pair.split('=', 2);
      return key === '' ? [] : [[decodeURIComponent(key), decodeURIComponent(value.replaceAll('+', ' '))]];
    }),
  );
}

function catalog(storage: RegistryStorage, parameters: ReadonlyMap<string, string>): ServerResponse {
  const last = parameters.get('last') ?? '';
  const most = Number(parameters.get('n') ?? 100);
  const all = storage.repositories().filter((name) => name > last);
  const repositories = all.slice(0, most);
  const more = all.length > most;
  return json(
    200,
    { repositories },
    more ? [['Link', `</v2/_catalog?last=${repositories.at(-1)}&n=${most}>; rel="next"`]] : [],
  );
}

function manifestDigest(storage: RegistryStorage, name: string, reference: string): string {
  const isDigest = DIGEST.test(reference);
  const digest = isDigest ? reference : storage.tag(name, reference);
  if (digest === undefined || !storage.hasManifest(name, digest)) {
    throw new RegistryError('MANIFEST_UNKNOWN', isDigest ? { Name: name, Revision: reference } : { Tag: reference });
  }
  return digest;
}

interface Manifest {
  readonly mediaType?: string;
  readonly config?: { readonly digest: string };
  readonly layers?: readonly { readonly digest: string }[];
  readonly manifests?: readonly { readonly digest: string }[];
}

function parseManifest(body: Uint8Array): Manifest {
  try {
    const value: unknown = JSON.parse(textFromBytes(body));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // falls through to the same refusal
  }
  throw new RegistryError('MANIFEST_INVALID', {});
}

const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

function getManifest(storage: RegistryStorage, name: string, reference: string): ServerResponse {
  const digest = manifestDigest(storage, name, reference);
  const body = storage.blob(digest);
  if (!body) throw new RegistryError('MANIFEST_UNKNOWN', { Tag: reference });
  const { mediaType, manifests } = parseManifest(body);
  return bytes(body, mediaType ?? (manifests ? OCI_INDEX : OCI_MANIFEST), digest);
}

async function putManifest(
  storage: RegistryStorage,
  name: string,
  reference: string,
  request: ServerRequest,
  host: string,
): Promise<ServerResponse> {
  const body = await whole(request);
  const manifest = parseManifest(body);
  const digest = storage.digestOf(body);
  if (DIGEST.test(reference) && reference !== digest) throw new RegistryError('DIGEST_INVALID');
  if (manifest.config || manifest.layers) {
    for (const blob of [...(manifest.layers ?? []), ...(manifest.config ? [manifest.config] : [])]) {
      if (!storage.hasLayer(name, blob.digest))
        throw new RegistryError('MANIFEST_BLOB_UNKNOWN', { digest: blob.digest });
    }
  }
  for (const inner of manifest.manifests ?? []) {
    if (!storage.hasManifest(name, inner.digest))
      throw new RegistryError('MANIFEST_BLOB_UNKNOWN', { digest: inner.digest });
  }
  storage.putBlob(body);
  storage.linkManifest(name, digest);
  if (!DIGEST.test(reference)) storage.setTag(name, reference, digest);
  return empty(201, [
    ['Docker-Content-Digest', digest],
    ['Location', `${host}/v2/${name}/manifests/${digest}`],
  ]);
}

function deleteManifest(storage: RegistryStorage, name: string, reference: string, canDelete: boolean): ServerResponse {
  if (!canDelete || !DIGEST.test(reference)) throw new RegistryError('UNSUPPORTED');
  storage.unlinkManifest(name, manifestDigest(storage, name, reference));
  return empty(202);
}

function getBlob(storage: RegistryStorage, name: string, digest: string): ServerResponse {
  const body = storage.hasLayer(name, digest) ? storage.blob(digest) : undefined;
  if (!body) throw new RegistryError('BLOB_UNKNOWN', digest);
  return bytes(body, 'application/octet-stream', digest, [
    ['Accept-Ranges', 'bytes'],
    ['Cache-Control', 'max-age=31536000'],
  ]);
}

function stored(name: string, digest: string, host: string): ServerResponse {
  return empty(201, [
    ['Docker-Content-Digest', digest],
    ['Location', `${host}/v2/${name}/blobs/${digest}`],
  ]);
}

async function beginUpload(
  storage: RegistryStorage,
  name: string,
  parameters: ReadonlyMap<string, string>,
  request: ServerRequest,
  host: string,
): Promise<ServerResponse> {
  const mount = parameters.get('mount');
  const from = parameters.get('from');
  if (mount !== undefined && from !== undefined && storage.hasLayer(from, mount)) {
    storage.linkLayer(name, mount);
    return stored(name, mount, host);
  }
  const id = storage.beginUpload(name);
  if (parameters.has('digest')) return finishUpload(storage, name, id, parameters, request, host);
  return uploading(name, id, 0, host);
}

function uploading(name: string, id: string, size: number, host: string): ServerResponse {
  return empty(202, [
    ['Docker-Upload-Uuid', id],
    ['Location', `${host}/v2/${name}/blobs/uploads/${id}?_state=${id}`],
    ['Range', `0-${Math.max(0, size - 1)}`],
  ]);
}

async function continueUpload(
  storage: RegistryStorage,
  name: string,
  id: string,
  parameters: ReadonlyMap<string, string>,
  request: ServerRequest,
  host: string,
): Promise<ServerResponse> {
  const size = storage.uploadSize(name, id);
  if (size === undefined) throw new RegistryError('BLOB_UPLOAD_UNKNOWN');
  switch (request.head.method) {
    case 'GET':
    case 'HEAD':
      return { ...uploading(name, id, size, host), status: 204 };
    case 'PATCH': {
      storage.append(name, id, await whole(request));
      return uploading(name, id, storage.uploadSize(name, id) ?? 0, host);
    }
    case 'PUT':
      return finishUpload(storage, name, id, parameters, request, host);
    case 'DELETE':
      storage.endUpload(name, id);
      return empty(204);
    default:
      return { status: 405, headers: [], body: new Uint8Array() };
  }
}

async function finishUpload(
  storage: RegistryStorage,
  name: string,
  id: string,
  parameters: ReadonlyMap<string, string>,
  request: ServerRequest,
  host: string,
): Promise<ServerResponse> {
  const digest = parameters.get('digest') ?? '';
  if (!DIGEST.test(digest)) throw new RegistryError('DIGEST_INVALID', 'digest missing');
  const before = storage.uploaded(name, id);
  const rest = await whole(request);
  const content = before.length === 0 ? rest : concat([before, rest]);
  if (storage.digestOf(content) !== digest) {
    throw new RegistryError('DIGEST_INVALID', { Digest: digest, Reason: {} });
  }
  storage.putBlob(content);
  storage.linkLayer(name, digest);
  storage.endUpload(name, id);
  return stored(name, digest, host);
}

async function whole(request: ServerRequest): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request.body) chunks.push(new Uint8Array(chunk));
  return concat(chunks);
}
