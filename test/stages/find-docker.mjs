import { spawnSync } from 'node:child_process';

/** The real `docker` command, and the address of a real engine that answers it. */
export function findDocker() {
  const command = process.env.DOCKER ?? 'docker';
  if (spawnSync(command, ['--version']).status !== 0) return { command: undefined, engine: undefined };
  const answers = spawnSync(command, ['version', '--format', '{{.Server.Version}}'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return {
    command,
    engine: answers.status === 0 ? (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock') : undefined,
  };
}
