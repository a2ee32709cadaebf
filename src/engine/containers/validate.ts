import { parseSignal } from '../../kernel/process/signals.ts';
import type { CreateContainerBody, HealthConfig, HostConfig } from '../api/containers.ts';
import { badParameter, systemError } from '../errors.ts';
import { logModeProblem } from './log-options.ts';
import { checkResources } from './resources.ts';
import { checkSecurityOptions } from './security-options.ts';
import { checkCapabilities } from './users.ts';

/** What moby refuses in a configuration before it looks for the image (daemon/container.go verifyContainerSettings). */
export function checkConfig(body: CreateContainerBody): void {
  if (body.StopSignal && parseSignal(body.StopSignal) === undefined)
    throw badParameter(`invalid signal: ${body.StopSignal}`);
  for (const entry of body.Env ?? []) {
    if (entry === '' || entry.startsWith('=')) throw badParameter(`invalid environment variable: ${entry}`);
  }
  checkHealth(body.Healthcheck);
}

export function checkHostConfig(config: HostConfig, given: Partial<HostConfig>): void {
  const policy = config.RestartPolicy;
  if (config.AutoRemove && policy.Name !== 'no') {
    throw badParameter("can't create 'AutoRemove' container with restart policy");
  }
  checkRestartPolicy(policy);
  checkCapabilities('CapAdd', config.CapAdd);
  checkCapabilities('CapDrop', config.CapDrop);
  for (const entry of config.ExtraHosts ?? []) {
    if (!/^[^:=]+[:=].+/.test(entry)) throw badParameter(`bad format for add-host: ${JSON.stringify(entry)}`);
  }
  for (const [port, bindings] of Object.entries(config.PortBindings ?? {})) {
    const number = Number(port.split('/')[0]);
    if (!(number >= 0 && number <= 65535)) throw badParameter(`invalid port specification: ${JSON.stringify(port)}`);
    for (const { HostPort } of bindings ?? []) {
      if (HostPort && !/^\d+(-\d+)?$/.test(HostPort))
        throw badParameter(`invalid port specification: ${JSON.stringify(HostPort)}`);
    }
  }
  checkResources(given);
  checkNamespaces(config, given);
  if (given.ShmSize !== undefined && given.ShmSize < 0) throw badParameter('SHM size can not be less than 0');
  const drivers = ['json-file', 'local', 'none'];
  if (!drivers.includes(config.LogConfig.Type)) {
    throw badParameter(
      `error looking up logging plugin ${config.LogConfig.Type}: plugin "${config.LogConfig.Type}" not found`,
    );
  }
  checkLogOptions(config.LogConfig);
  checkSecurityOptions(config.SecurityOpt);
  if (Object.keys(config.StorageOpt ?? {}).length > 0)
    throw systemError("--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
  if (Object.hasOwn(config.Annotations ?? {}, ''))
    throw badParameter('invalid Annotations: the empty string is not permitted as an annotation key');
  if (given.Runtime && given.Runtime !== 'runc' && given.Runtime !== 'io.containerd.runc.v2') {
    throw badParameter(`unknown or invalid runtime name: ${given.Runtime}`);
  }
}

/** moby: runconfig's validateNetMode, which knows nothing yet of the networks there are. */
export function checkNetworkMode(body: CreateContainerBody): void {
  const { Hostname, ExposedPorts, HostConfig: config = {} } = body;
  const mode = config.NetworkMode ?? '';
  const container = mode.split(':', 1)[0] === 'container';
  const conflicts = (what: string) => badParameter(`conflicting options: ${what}`);
  if (container && (mode.split(':')[1] ?? '') === '')
    throw badParameter('invalid network mode: invalid container format container:<name|id>');
  if (container && Hostname) throw conflicts('hostname and the network mode');
  if (config.UTSMode === 'host' && Hostname) throw conflicts('hostname and the UTS mode');
  if (mode === 'host' && config.Links?.length)
    throw conflicts("host type networking can't be used with links. This would result in undefined behavior");
  if (!container) return;
  if (config.Links?.length)
    throw conflicts("container type network can't be used with links. This would result in undefined behavior");
  if (config.Dns?.length) throw conflicts('dns and the network mode');
  if (config.ExtraHosts?.length) throw conflicts('custom host-to-IP mapping and the network mode');
  if (Object.keys(config.PortBindings ?? {}).length > 0 || config.PublishAllPorts)
    throw conflicts('port publishing and the container type network mode');
  if (Object.keys(ExposedPorts ?? {}).length > 0) throw conflicts('port exposing and the container type network mode');
}

/** moby: verifyPlatformContainerSettings and the modes' own Valid(). */
function checkNamespaces(config: HostConfig, given: Partial<HostConfig>): void {
  if (config.IpcMode && !/^(none|private|shareable|host|container:.+)$/.test(String(config.IpcMode)))
    throw badParameter(`invalid IPC mode: ${config.IpcMode}`);
  if (given.Isolation && given.Isolation !== 'default')
    throw badParameter(`invalid isolation (${given.Isolation}): linux only supports 'default'`);
}

const COMMON_LOG_OPTIONS = ['mode', 'max-buffer-size'];
const LOG_OPTIONS: Record<string, readonly string[]> = {
  'json-file': ['max-file', 'max-size', 'compress', 'labels', 'labels-regex', 'env', 'env-regex', 'tag'],
  local: ['max-file', 'max-size', 'compress'],
  none: [],
};

/** moby: ValidateLogOpts of each driver in daemon/logger. */
function checkLogOptions({ Type, Config }: HostConfig['LogConfig']): void {
  const known = [...(LOG_OPTIONS[Type] ?? []), ...COMMON_LOG_OPTIONS];
  for (const name of Object.keys(Config ?? {})) {
    if (!known.includes(name)) throw badParameter(`unknown log opt '${name}' for ${Type} log driver`);
  }
  const problem = logModeProblem({ Type, Config });
  if (problem) throw badParameter(problem);
}

export function checkRestartPolicy(policy: HostConfig['RestartPolicy']): void {
  const { Name, MaximumRetryCount = 0 } = policy;
  if (!['', 'no', 'always', 'on-failure', 'unless-stopped'].includes(Name)) {
    throw badParameter(
      `invalid restart policy: unknown policy '${Name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`,
    );
  }
  if (Name !== 'on-failure' && MaximumRetryCount !== 0) {
    const detail = MaximumRetryCount < 0 ? ' and cannot be negative' : '';
    throw badParameter(`invalid restart policy: maximum retry count can only be used with 'on-failure'${detail}`);
  }
  if (MaximumRetryCount < 0) throw badParameter('invalid restart policy: maximum retry count cannot be negative');
}

function checkHealth(health: HealthConfig | undefined): void {
  if (!health) return;
  for (const [name, value] of [
    ['Interval', health.Interval],
    ['Timeout', health.Timeout],
    ['StartPeriod', health.StartPeriod],
    ['StartInterval', health.StartInterval],
  ] as const) {
    if (value && value < 1_000_000) throw badParameter(`${name} in Healthcheck cannot be less than 1ms`);
  }
  if (health.Retries && health.Retries < 0) throw badParameter('Retries in Healthcheck cannot be negative');
}
