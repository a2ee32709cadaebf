import { familiarName, type Reference } from '../../oci/reference.ts';
import { type ApiError, notFound } from '../errors.ts';

/** docker.io's answer about a repository that is not there, or is not yours. */
export function pullDenied(reference: Reference): ApiError {
  return notFound(
    `pull access denied for ${familiarName(reference)}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
  );
}

export const PUSH_DENIED = 'denied: requested access to the resource is denied';

export const LOGIN_DENIED = 'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password';
