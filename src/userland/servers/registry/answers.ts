import type { HeaderFields } from '../../http/message.ts';
import type { ServerResponse } from '../../http/server.ts';

const encoder = new TextEncoder();

/** The error codes of the distribution API, with their messages and statuses. */
const ERRORS = {
  BLOB_UNKNOWN: ['blob unknown to registry', 404],
  BLOB_UPLOAD_INVALID: ['blob upload invalid', 404],
  BLOB_UPLOAD_UNKNOWN: ['blob upload unknown to registry', 404],
  DIGEST_INVALID: ['provided digest did not match uploaded content', 400],
  MANIFEST_BLOB_UNKNOWN: ['blob unknown to registry', 400],
  MANIFEST_INVALID: ['manifest invalid', 400],
  MANIFEST_UNKNOWN: ['manifest unknown', 404],
  NAME_INVALID: ['invalid repository name', 400],
  NAME_UNKNOWN: ['repository name not known to registry', 404],
  TAG_INVALID: ['manifest tag did not match URI', 400],
  UNSUPPORTED: ['The operation is unsupported.', 405],
} as const;

/** Ends a request with an error of the API. */
export class RegistryError extends Error {
  readonly code: keyof typeof ERRORS;
  readonly detail: unknown;

  constructor(code: keyof typeof ERRORS, detail?: unknown) {
    super(code);
    this.code = code;
    this.detail = detail;
  }

  answer(): ServerResponse {
    const [message, status] = ERRORS[this.code];
    const { code, detail } = this;
    return json(status, { errors: [{ code, message, ...(detail !== undefined && { detail }) }] });
  }
}

const API: HeaderFields = [['Docker-Distribution-Api-Version', 'registry/2.0']];

export function json(status: number, value: unknown, headers: HeaderFields = []): ServerResponse {
  const body = encoder.encode(`${JSON.stringify(value)}\n`);
  return { status, headers: [['Content-Type', 'application/json; charset=utf-8'], ...API, ...headers], body };
}

export function empty(status: number, headers: HeaderFields = []): ServerResponse {
  return { status, headers: [...API, ...headers], body: new Uint8Array() };
}

export function bytes(body: Uint8Array, type: string, digest: string, headers: HeaderFields = []): ServerResponse {
  return {
    status: 200,
    headers: [['Content-Type', type], ['Docker-Content-Digest', digest], ...API, ['Etag', `"${digest}"`], ...headers],
    body,
  };
}

export function notFound(): ServerResponse {
  const headers: HeaderFields = [['Content-Type', 'text/plain; charset=utf-8']];
  return { status: 404, headers, body: encoder.encode('404 page not found\n') };
}
