import type { NetworkNamespace } from '../../kernel/net/types.ts';
import type { Digest } from '../../oci/image.ts';
import { familiarString, type Reference } from '../../oci/reference.ts';
import { notFound, notSimulated, systemError } from '../errors.ts';
import { registryElsewhere } from '../registries/elsewhere.ts';
import { type HttpRequest, type HttpResponse, httpRequest } from './http-client.ts';
import { parseManifest } from './manifest.ts';
import type { BlobDescriptor, FetchedManifest, Registry } from './types.ts';

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** A registry that is reached by HTTP (distribution's API v2), such as a `registry:2` container. */
export class NetworkRegistry implements Registry {
  constructor(
    private readonly domain: string,
    private readonly network: NetworkNamespace,
    private readonly resolve: (name: string) => string[],
  ) {}

  async manifest(reference: Reference): Promise<FetchedManifest> {
    await this.#ping();
    const name = reference.digest ?? reference.tag ?? 'latest';
    const response = await this.#send({
      method: 'GET',
      path: `/v2/${reference.path}/manifests/${name}`,
      headers: { accept: ACCEPT },
    });
    if (response.status === 404) {
      const what = familiarString(reference);
      throw notFound(`manifest for ${what} not found: manifest unknown: manifest unknown`);
    }
    this.#check(response);
    return parseManifest(
      response.body,
      response.headers['content-type'] ?? '',
      response.headers['docker-content-digest'] as Digest,
    );
  }

  async tags({ domain, path }: Reference): Promise<readonly string[]> {
    await this.#ping();
    const response = await this.#send({ method: 'GET', path: `/v2/${path}/tags/list` });
    if (response.status === 404)
      throw notFound(`repository ${domain}/${path} not found: name unknown: repository name not known to registry`);
    this.#check(response);
    const { tags } = JSON.parse(new TextDecoder().decode(response.body)) as { tags: string[] | null };
    return [...(tags ?? [])].sort();
  }

  async blob(
    reference: Reference,
    descriptor: BlobDescriptor,
    onProgress: (current: number) => void,
  ): Promise<Uint8Array> {
    const response = await this.#send({ method: 'GET', path: `/v2/${reference.path}/blobs/${descriptor.digest}` });
    this.#check(response);
    onProgress(response.body.length);
    return response.body;
  }

  async hasBlob(reference: Reference, digest: Digest): Promise<boolean> {
    return (await this.#send({ method: 'HEAD', path: `/v2/${reference.path}/blobs/${digest}` })).status === 200;
  }

  async mountBlob(reference: Reference, digest: Digest, from: string): Promise<boolean> {
    const query = `mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(from)}`;
    const answer = await this.#send({ method: 'POST', path: `/v2/${reference.path}/blobs/uploads/?${query}` });
    return answer.status === 201;
  }

  async pushBlob(
    reference: Reference,
    digest: Digest,
    bytes: Uint8Array,
    onProgress: (current: number) => void,
  ): Promise<void> {
    const begun = await this.#send({ method: 'POST', path: `/v2/${reference.path}/blobs/uploads/` });
    this.#check(begun);
    const location = (begun.headers.location ?? '').replace(/^https?:\/\/[^/]+/, '');
    const put = await this.#send({
      method: 'PUT',
      path: `${location}${location.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`,
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
    });
    this.#check(put);
    onProgress(bytes.length);
  }

  async pushManifest(reference: Reference, bytes: Uint8Array, mediaType: string): Promise<void> {
    const path = `/v2/${reference.path}/manifests/${reference.tag ?? reference.digest}`;
    this.#check(await this.#send({ method: 'PUT', path, headers: { 'content-type': mediaType }, body: bytes }));
  }

  /** A simulated registry has no accounts: that it answers is enough. */
  login(): Promise<void> {
    return this.#ping();
  }

  async #ping(): Promise<void> {
    this.#check(await this.#send({ method: 'GET', path: '/v2/' }));
  }

  #send(request: Omit<HttpRequest, 'host'>): Promise<HttpResponse> {
    const [host = '', port = '80'] = this.domain.split(':');
    const addresses = host === 'localhost' ? ['127.0.0.1'] : /^[\d.]+$/.test(host) ? [host] : this.resolve(host);
    const [address] = addresses;
    if (!address) {
      const elsewhere = registryElsewhere(this.domain);
      if (elsewhere !== undefined) throw notSimulated(elsewhere);
      throw systemError(`Get "https://${this.domain}/v2/": dial tcp: lookup ${host}: no such host`);
    }
    return httpRequest(this.network, address, Number(port), { ...request, host: this.domain });
  }

  #check(response: HttpResponse): void {
    if (response.status < 400) return;
    const text = new TextDecoder().decode(response.body);
    const problem = /"code":"([^"]*)","message":"([^"]*)"/.exec(text);
    throw systemError(
      problem
        ? `${problem[1]?.toLowerCase().replaceAll('_', ' ')}: ${problem[2]}`
        : `received unexpected HTTP status: ${response.status}`,
    );
  }
}
