import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { textOf } from '../../engine/api/body.ts';
import type { Cluster } from './config.ts';

/** A question to a cluster's API (kubernetes.io/docs/reference/kubernetes-api). Rejects with what its Status says. */
export async function askCluster<T>(
  cluster: Cluster,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const { status, text } = await exchange(cluster, method, path, body);
  if (status < 300) return JSON.parse(text) as T;
  throw new ClusterError(status, messageOf(text));
}

export class ClusterError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(`the cluster refuses: ${message}`);
    this.status = status;
  }
}

function exchange(cluster: Cluster, method: string, path: string, body: unknown) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { ca, cert, key } = cluster;
    const ask = cluster.server.startsWith('https:') ? httpsRequest : httpRequest;
    const headers = { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) };
    const call = ask(`${cluster.server}${path}`, {
      method,
      ca,
      cert,
      key,
      headers: { ...headers, ...authorization(cluster) },
    });
    call.on('error', reject);
    call.on('response', (response) => {
      textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
    });
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

export function authorization({ token }: Cluster): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function messageOf(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: unknown }).message);
  } catch {
    return text.trim();
  }
}
