import type { Platform } from '../../../kernel/platform.ts';
import { digestOf } from '../../../oci/digest.ts';
import { concat } from '../../http/body.ts';
import { Query } from '../../http/query.ts';
import { hex } from '../../ids.ts';
import type { ServerAnswer, ServerRequest } from './http.ts';
import type { RegistryStorage } from './storage.ts';

const VERSION = { 'Docker-Distribution-Api-Version': 'registry/2.0', 'X-Content-Type-Options': 'nosniff' };
const JSON_TYPE = { ...VERSION, 'Content-Type': 'application/json; charset=utf-8' };
const NAME = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;

/** Distribution's HTTP API V2, as registry 2.8 answers it. */
export class RegistryApi {
  readonly #uploads = new Map<string, Uint8Array[]>();

  constructor(
    private readonly storage: RegistryStorage,
    private readonly platform: Platform,
  ) {}

  answer(request: ServerRequest): ServerAnswer {
    const { method, path } = request;
    if (path === '/') return { status: 200, headers: { 'Cache-Control': 'no-cache' } };
    if (path === '/v2' || path === '/v2/') return { status: 200, headers: JSON_TYPE, body: '{}' };
    if (path === '/v2/_catalog') return json(200, { repositories: this.storage.repositories() });
    const match = /^\/v2\/(.+?)\/(tags\/list|manifests\/([^/]+)|blobs\/uploads\/?([^/]*)|blobs\/([^/]+))$/.exec(path);
    if (!match)
      return { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: '404 page not found\n' };
    const [, name = '', what = '', reference, upload, digest] = match;
    if (!NAME.test(name)) return failure(400, 'NAME_INVALID', 'invalid repository name', { name });
    if (what === 'tags/list') return this.#tags(name);
    if (reference !== undefined) return this.#manifest(method, name, reference, request);
    if (digest !== undefined) return this.#blob(method, name, digest);
    return this.#upload(name, upload ?? '', request);
  }

  #tags(name: string): ServerAnswer {
    const tags = this.storage.tags(name);
    return tags
      ? json(200, { name, tags })
      : failure(404, 'NAME_UNKNOWN', 'repository name not known to registry', { name });
  }

  #manifest(method: string, name: string, reference: string, request: ServerRequest): ServerAnswer {
    if (method === 'PUT') return this.#putManifest(name, reference, request);
    if (method !== 'GET' && method !== 'HEAD') return unsupported();
    const digest = this.storage.manifestDigest(name, reference);
    const bytes = digest && this.storage.blob(digest);
    if (!digest || !bytes) {
      const detail = reference.includes(':') ? { Name: name, Revision: reference } : { Tag: reference };
      return failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown', detail);
    }
    const { mediaType = 'application/vnd.docker.distribution.manifest.v2+json' } = parse(bytes) as {
      mediaType?: string;
    };
    return {
      status: 200,
      headers: { ...VERSION, 'Content-Type': mediaType, 'Docker-Content-Digest': digest, Etag: `"${digest}"` },
      body: bytes,
    };
  }

  #putManifest(name: string, reference: string, request: ServerRequest): ServerAnswer {
    const digest = digestOf(request.body, this.platform);
    if (reference.includes(':') && reference !== digest)
      return failure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
    const manifest = parse(request.body) as { config?: { digest: string }; layers?: { digest: string }[] } | undefined;
    if (!manifest) return failure(400, 'MANIFEST_INVALID', 'manifest invalid');
    const missing = [manifest.config, ...(manifest.layers ?? [])].find(
      (blob) => blob && !this.storage.hasLayer(name, blob.digest),
    );
    if (missing) return failure(400, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry', missing.digest);
    this.storage.putManifest(name, digest, request.body, reference.includes(':') ? undefined : reference);
    return {
      status: 201,
      headers: { ...VERSION, Location: `/v2/${name}/manifests/${digest}`, 'Docker-Content-Digest': digest },
    };
  }

  #blob(method: string, name: string, digest: string): ServerAnswer {
    if (method !== 'GET' && method !== 'HEAD') return unsupported();
    const bytes = this.storage.hasLayer(name, digest) ? this.storage.blob(digest) : undefined;
    if (!bytes) return failure(404, 'BLOB_UNKNOWN', 'blob unknown to registry', digest);
    const headers = {
      ...VERSION,
      'Content-Type': 'application/octet-stream',
      'Docker-Content-Digest': digest,
      Etag: `"${digest}"`,
    };
    return { status: 200, headers: { ...headers, 'Content-Length': String(bytes.length) }, body: bytes };
  }

  #upload(name: string, id: string, request: ServerRequest): ServerAnswer {
    const query = new Query(request.query);
    if (request.method === 'POST') {
      const mount = query.get('mount');
      if (mount && this.storage.blob(mount)) return this.#stored(name, mount);
      const uuid = hex(this.platform.random(16));
      this.#uploads.set(uuid, []);
      if (query.get('digest')) return this.#finish(name, uuid, query.get('digest'), request.body);
      return this.#progress(name, uuid);
    }
    const parts = this.#uploads.get(id);
    if (!parts) return failure(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');
    if (request.method === 'PUT') return this.#finish(name, id, query.get('digest'), request.body);
    if (request.method === 'DELETE') {
      this.#uploads.delete(id);
      return { status: 204, headers: VERSION };
    }
    if (request.method === 'PATCH') parts.push(request.body);
    return this.#progress(name, id);
  }

  #progress(name: string, id: string): ServerAnswer {
    const size = (this.#uploads.get(id) ?? []).reduce((sum, part) => sum + part.length, 0);
    const headers = {
      ...VERSION,
      Location: `/v2/${name}/blobs/uploads/${id}`,
      'Docker-Upload-Uuid': id,
      Range: `0-${Math.max(0, size - 1)}`,
    };
    return { status: 202, headers };
  }

  #finish(name: string, id: string, digest: string, last: Uint8Array): ServerAnswer {
    const bytes = concat([...(this.#uploads.get(id) ?? []), last]);
    this.#uploads.delete(id);
    if (digestOf(bytes, this.platform) !== digest) {
      return failure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content', { digest });
    }
    this.storage.putBlob(digest, bytes);
    return this.#stored(name, digest);
  }

  #stored(name: string, digest: string): ServerAnswer {
    this.storage.linkLayer(name, digest);
    return {
      status: 201,
      headers: { ...VERSION, Location: `/v2/${name}/blobs/${digest}`, 'Docker-Content-Digest': digest },
    };
  }
}

function json(status: number, value: unknown): ServerAnswer {
  return { status, headers: JSON_TYPE, body: `${JSON.stringify(value)}\n` };
}

function failure(status: number, code: string, message: string, detail?: unknown): ServerAnswer {
  return json(status, { errors: [{ code, message, ...(detail === undefined ? {} : { detail }) }] });
}

function unsupported(): ServerAnswer {
  return failure(405, 'UNSUPPORTED', 'The operation is unsupported.');
}

function parse(bytes: Uint8Array): object | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as object;
  } catch {
    return undefined;
  }
}
