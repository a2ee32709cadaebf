import { spawnSync } from 'node:child_process';

/**
 * The real `docker` command, and the address of a real engine that answers it; `bridged` when its containers have a network, without
 * which a lesson cannot be taken on it.
 */
export function findDocker() {
  const command = process.env.DOCKER ?? 'docker';
  if (spawnSync(command, ['--version']).status !== 0)
    return { command: undefined, engine: undefined, bridged: undefined };
  const answers = spawnSync(command, ['version', '--format', '{{.Server.Version}}'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  const engine = answers.status === 0 ? (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock') : undefined;
  const hasBridge = engine && spawnSync(command, ['network', 'inspect', 'bridge'], { timeout: 10_000 }).status === 0;
  return { command, engine, bridged: hasBridge ? engine : undefined };
}
