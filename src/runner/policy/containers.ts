import { checkFields, flag, free, isNeutral, map, never, number, type Rules, text, texts } from './fields.ts';
import { checkHostConfig, type Needs } from './host-config.ts';
import { withSessionLabel } from './labels.ts';
import { type Policy, Refused } from './policy.ts';

export interface CheckedContainer {
  readonly body: Record<string, unknown>;
  readonly image: string;
  readonly needs: Needs;
}

/** `POST /containers/create` */
export function checkContainer(policy: Policy, given: unknown): CheckedContainer {
  const needs: Needs = { containers: new Set(), networks: new Set(), volumes: new Set(), folders: new Set() };
  const body = checkFields(
    given,
    {
      ...configRules,
      HostConfig: (value) => checkHostConfig(policy, value, needs),
      NetworkingConfig: (value) => checkNetworking(value, needs),
    },
    'a container',
  );
  body.HostConfig ??= checkHostConfig(policy, {}, needs);
  body.Labels = withSessionLabel(body.Labels, policy);
  const mounts = ((body.HostConfig as { Mounts?: { Type?: unknown }[] }).Mounts ?? []).filter(
    ({ Type }) => Type === 'volume',
  );
  const volumes = Object.keys((body.Volumes ?? {}) as object).length + mounts.length;
  if (volumes > policy.limits.volumes)
    throw new Refused(`${volumes} volumes of one container: at most ${policy.limits.volumes}`);
  if (isNeutral(body.Image)) throw new Refused('a container without an image', 400);
  return { body, image: String(body.Image), needs };
}

/** A path each, and nothing to say about it. Podman reads one with a colon as `-v` does: as a folder of this machine. */
function anonymousVolumes(value: unknown, name: string): unknown {
  for (const path of Object.keys((map(value, name) ?? {}) as object))
    if (!path.startsWith('/') || path.includes(':'))
      throw new Refused(`the anonymous volume ${path}: a path in the container is all it can be`);
  return value ?? undefined;
}

const configRules: Rules = {
  Hostname: text,
  Domainname: text,
  User: text,
  AttachStdin: flag,
  AttachStdout: flag,
  AttachStderr: flag,
  ExposedPorts: map,
  Tty: flag,
  OpenStdin: flag,
  StdinOnce: flag,
  Env: texts,
  Cmd: texts,
  Healthcheck: free,
  ArgsEscaped: flag,
  Image: text,
  Volumes: anonymousVolumes,
  WorkingDir: text,
  Entrypoint: texts,
  NetworkDisabled: flag,
  MacAddress: text,
  OnBuild: never('ONBUILD of a container'),
  Labels: free,
  StopSignal: text,
  StopTimeout: number(0, 3600),
  Shell: texts,
};

const endpointRules: Rules = {
  IPAMConfig: free,
  Links: (value) => (isNeutral(value) ? undefined : neverLinks()),
  Aliases: texts,
  MacAddress: text,
  DriverOpts: never('options of a network driver'),
  GwPriority: number(-1000, 1000),
  // What the engine fills in; clients send it empty or as it was.
  NetworkID: () => undefined,
  EndpointID: () => undefined,
  Gateway: () => undefined,
  IPAddress: () => undefined,
  IPPrefixLen: () => undefined,
  IPv6Gateway: () => undefined,
  GlobalIPv6Address: () => undefined,
  GlobalIPv6PrefixLen: () => undefined,
  DNSNames: () => undefined,
};

function neverLinks(): never {
  throw new Refused('links in an endpoint: give them with --link');
}

export function checkEndpoint(value: unknown): Record<string, unknown> {
  return checkFields(value, endpointRules, 'an endpoint');
}

function checkNetworking(value: unknown, needs: Needs): Record<string, unknown> {
  return checkFields(
    value,
    {
      EndpointsConfig: (endpoints) =>
        Object.fromEntries(
          Object.entries((map(endpoints, 'EndpointsConfig') ?? {}) as object).map(([network, endpoint]) => {
            if (network === 'host') throw new Refused('the host’s network');
            if (!['bridge', 'none', 'default'].includes(network)) needs.networks.add(network);
            return [network, checkEndpoint(endpoint)];
          }),
        ),
    },
    'NetworkingConfig',
  );
}

/** `POST /containers/{id}/exec` */
export function checkExec(body: unknown): Record<string, unknown> {
  return checkFields(
    body,
    {
      User: text,
      Privileged: never('docker exec --privileged'),
      Tty: flag,
      ConsoleSize: free,
      AttachStdin: flag,
      AttachStdout: flag,
      AttachStderr: flag,
      Detach: flag,
      DetachKeys: text,
      Env: texts,
      WorkingDir: text,
      Cmd: texts,
    },
    'an exec',
  );
}

/** `POST /exec/{id}/start` */
export function checkExecStart(body: unknown): Record<string, unknown> {
  return checkFields(body, { Detach: flag, Tty: flag, ConsoleSize: free }, 'the start of an exec');
}
