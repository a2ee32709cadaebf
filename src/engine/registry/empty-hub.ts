import { familiarName, type Reference } from '../../oci/reference.ts';
import { ApiError, notFound } from '../errors.ts';
import type { Registry } from './types.ts';

/** docker.io's answer about a repository that is not there, or is not yours. */
export function pullDenied(reference: Reference): ApiError {
  return notFound(
    `pull access denied for ${familiarName(reference)}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
  );
}

export const PUSH_DENIED = 'denied: requested access to the resource is denied';

/** A Docker Hub without repositories. */
export const emptyHub: Registry = {
  async manifest(reference) {
    throw pullDenied(reference);
  },
  async blob(reference) {
    throw pullDenied(reference);
  },
  async hasBlob() {
    return false;
  },
  async pushBlob() {
    throw new ApiError(403, PUSH_DENIED);
  },
  async pushManifest() {
    throw new ApiError(403, PUSH_DENIED);
  },
};
