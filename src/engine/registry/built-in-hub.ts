import type { MaybePromise } from '../../kernel/program.ts';
import { familiarName, type Reference } from '../../oci/reference.ts';
import { ApiError, notFound, notSimulated } from '../errors.ts';
import { lackedHere } from '../registries/elsewhere.ts';
import type { BuiltInImage, Hub } from '../registries/hub.ts';
import { repositoryOf } from '../registries/repository.ts';
import { LOGIN_DENIED, PUSH_DENIED, pullDenied } from './denied.ts';
import type { Registry } from './types.ts';

/** Docker Hub with the built-in images, loaded when first asked: anybody may pull, nobody here may push. */
export function builtInHub(load: () => MaybePromise<Hub>): Registry {
  let loading: MaybePromise<Hub> | undefined;
  const loaded = () => (loading ??= load());
  const find = async (reference: Reference): Promise<BuiltInImage> => {
    const hub = await loaded();
    const found = hub.findBuiltIn(reference);
    if (found) return found;
    const tags = hub.builtInRepositories().get(repositoryOf(reference));
    const lacked = lackedHere(reference, tags);
    if (lacked !== undefined) throw notSimulated(lacked);
    if (!tags) throw pullDenied(reference);
    const what = reference.digest
      ? `${familiarName(reference)}@${reference.digest}`
      : `${familiarName(reference)}:${reference.tag}`;
    throw notFound(`manifest for ${what} not found: manifest unknown: manifest unknown`);
  };
  return {
    async names() {
      return [...(await loaded()).builtInRepositories()].flatMap(([path, tags]) =>
        tags.map((tag) => `${path.replace(/^library\//, '')}:${tag}`),
      );
    },
    async tags(reference) {
      const tags = (await loaded()).builtInRepositories().get(repositoryOf(reference));
      if (!tags) throw pullDenied(reference);
      return tags;
    },
    async manifest(reference) {
      const { digest, mediaType, manifest, config, layers, image } = await find(reference);
      return { digest, bytes: manifest, mediaType, config, layers, image };
    },
    async blob(reference, descriptor, onProgress) {
      const bytes = (await find(reference)).blob(descriptor.digest);
      if (!bytes) throw notFound(`blob unknown to registry: ${descriptor.digest}`);
      onProgress(descriptor.size);
      return bytes;
    },
    async hasBlob() {
      return false;
    },
    async mountBlob() {
      return false;
    },
    async login() {
      throw new ApiError(401, LOGIN_DENIED);
    },
    async pushBlob() {
      throw new ApiError(403, PUSH_DENIED);
    },
    async pushManifest() {
      throw new ApiError(403, PUSH_DENIED);
    },
  };
}
