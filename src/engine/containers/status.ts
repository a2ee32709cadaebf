import type { ContainerState, PortSummary } from '../api/containers.ts';
import { humanDuration, rfc3339Nano, ZERO_TIME } from '../time.ts';
import type { Container } from './container.ts';

/** `.State` of inspect. */
export function stateOf(container: Container): ContainerState {
  const { running, health } = container;
  const restarting = container.cancelRestart !== undefined;
  return {
    Status: container.status,
    Running: running !== undefined || restarting,
    Paused: container.paused,
    Restarting: restarting,
    OOMKilled: container.outOfMemory || (running?.memory?.outOfMemory ?? 0) > 0,
    Dead: false,
    Pid: running?.process.pid ?? 0,
    ExitCode: container.exitCode,
    Error: container.error,
    StartedAt: timeOrZero(container.startedAt),
    FinishedAt: timeOrZero(container.finishedAt),
    ...(health ? { Health: { Status: health.status, FailingStreak: health.failingStreak, Log: health.log } } : {}),
  };
}

/** The STATUS column: `Up 3 minutes (healthy)`, `Exited (0) 2 hours ago` (moby: container/state.go String). */
export function statusText(container: Container, now: number): string {
  const up = () => humanDuration(now - (container.startedAt ?? now));
  const ago = () => humanDuration(now - (container.finishedAt ?? now));
  switch (container.status) {
    case 'running':
      return `Up ${up()}${healthSuffix(container)}`;
    case 'paused':
      return `Up ${up()} (Paused)`;
    case 'restarting':
      return `Restarting (${container.exitCode}) ${ago()} ago`;
    case 'removing':
      return 'Removal In Progress';
    case 'dead':
      return 'Dead';
    case 'created':
      return 'Created';
    default:
      return `Exited (${container.exitCode}) ${ago()} ago`;
  }
}

/** The PORTS column: published ones, then those only exposed. */
export function portSummaries(container: Container): PortSummary[] {
  if (!container.sandbox) return [];
  return Object.entries(container.sandbox.ports)
    .flatMap(([key, bindings]) => {
      const [number = '', Type = 'tcp'] = key.split('/');
      const PrivatePort = Number(number);
      if (!bindings) return [{ PrivatePort, Type }];
      return bindings.map(({ HostIp, HostPort }) => ({ IP: HostIp, PrivatePort, PublicPort: Number(HostPort), Type }));
    })
    .sort((a, b) => a.PrivatePort - b.PrivatePort);
}

function healthSuffix(container: Container): string {
  if (!container.health) return '';
  return container.health.status === 'starting' ? ' (health: starting)' : ` (${container.health.status})`;
}

function timeOrZero(ms: number | undefined): string {
  return ms === undefined ? ZERO_TIME : rfc3339Nano(ms);
}
