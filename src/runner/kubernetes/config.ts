import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';

/** Where a cluster's API is, and what lets us in. */
export interface Cluster {
  readonly server: string;
  readonly ca: string | undefined;
  readonly token: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Of the context, or of the service account. */
  readonly namespace: string;
}

/** What of a kubeconfig counts here (kubernetes.io/docs/reference/config-api/kubeconfig.v1). */
interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?: readonly Named<'context', { cluster?: string; user?: string; namespace?: string }>[];
  readonly clusters?: readonly Named<'cluster', Readonly<Record<string, unknown>> & { readonly server?: string }>[];
  readonly users?: readonly Named<'user', Readonly<Record<string, unknown>>>[];
}
type Named<K extends string, T> = { readonly name: string } & { readonly [key in K]?: T };

/** The cluster kubectl would speak to ($KUBECONFIG, ~/.kube/config), or the one this program runs in. Throws where there is none. */
export function findCluster(env: NodeJS.ProcessEnv = process.env): Cluster {
  const path = env.KUBECONFIG?.split(':').find((each) => existsSync(each)) ?? join(homedir(), '.kube', 'config');
  if (existsSync(path)) return fromKubeconfig(path);
  const account = '/var/run/secrets/kubernetes.io/serviceaccount';
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (!host || !existsSync(account)) throw new Error(`no cluster: there is no ${path}, and this runs in none`);
  const read = (name: string) => readFileSync(join(account, name), 'utf8').trim();
  const namespace = read('namespace');
  return {
    server: `https://${host}:${port}`,
    ca: read('ca.crt'),
    token: read('token'),
    cert: undefined,
    key: undefined,
    namespace,
  };
}

function fromKubeconfig(path: string): Cluster {
  const config = parse(readFileSync(path, 'utf8')) as Kubeconfig;
  const name = config['current-context'];
  const context = config.contexts?.find((each) => each.name === name)?.context;
  const cluster = config.clusters?.find((each) => each.name === context?.cluster)?.cluster;
  const user = config.users?.find((each) => each.name === context?.user)?.user ?? {};
  if (!context || typeof cluster?.server !== 'string') throw new Error(`${path}: the context ${name} names no cluster`);
  if (cluster['insecure-skip-tls-verify'])
    throw new Error(`${path}: a cluster whose certificate is not looked at is not used`);
  if (user.exec ?? user['auth-provider'])
    throw new Error(`${path}: a user of a plugin is not supported: give a token or a certificate`);
  const file = (value: unknown) => readFileSync(resolve(dirname(path), String(value)), 'utf8');
  const either = (from: Readonly<Record<string, unknown>>, key: string) => {
    const data = from[`${key}-data`];
    if (typeof data === 'string') return Buffer.from(data, 'base64').toString();
    return from[key] === undefined ? undefined : file(from[key]);
  };
  const token = user.token ?? (user.tokenFile === undefined ? undefined : file(user.tokenFile).trim());
  return {
    server: cluster.server.replace(/\/$/, ''),
    ca: either(cluster, 'certificate-authority'),
    token: token === undefined ? undefined : String(token),
    cert: either(user, 'client-certificate'),
    key: either(user, 'client-key'),
    namespace: context.namespace ?? 'default',
  };
}
