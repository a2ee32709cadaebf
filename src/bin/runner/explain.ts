import type { Attempt } from '../../runner/engine/find.ts';

/** Why an engine that was tried does not answer, and what to do about it. `system`: Node's name of it. */
export function explained({ from, address, problem = '' }: Attempt, system: NodeJS.Platform): string {
  const isSocket = address === '' || /^(unix|npipe):/.test(address);
  if (/EACCES|EPERM/.test(problem)) return mayNot(address, system);
  if (/ECONNREFUSED/.test(problem))
    return isSocket ? notStarted(address, system) : `nobody listens there${instead(from)}`;
  if (/ENOENT|no such socket/.test(problem)) return `there is no such socket${instead(from)}`;
  if (/ENOTFOUND|EAI_AGAIN/.test(problem)) return `no machine has this name${instead(from)}`;
  if (/no such context/.test(problem))
    return `${problem}: \`docker context ls\` shows those there are, \`docker context use default\` leaves it`;
  if (/HTTP request to an HTTPS server/.test(problem))
    return 'it wants TLS: set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem';
  if (address.startsWith('ssh:') && /socket hang up|ECONNRESET|EPIPE/.test(problem))
    return `ssh did not get through, or there is no docker command there: \`ssh ${address.slice('ssh://'.length)} docker version\` has to work without asking for anything`;
  if (/socket hang up|ECONNRESET|Parse Error/.test(problem))
    return `what answers there is no Docker or Podman engine${instead(from)}`;
  return problem.startsWith('what answers') ? `${problem}${instead(from)}` : problem;
}

/** Whether something was there, or somebody said that it was. */
export function isThere({ from, problem = '' }: Attempt): boolean {
  return isNamed(from) || !/ENOENT|ECONNREFUSED|no such socket/.test(problem);
}

function isNamed(from: string): boolean {
  return from === '--engine' || from === 'DOCKER_HOST';
}

/** What to do about a place that somebody named. */
function instead(from: string): string {
  if (!isNamed(from)) return '';
  return from === '--engine'
    ? ' (without --engine the usual places are looked at)'
    : ' (`unset DOCKER_HOST`, and the usual places are looked at)';
}

function mayNot(address: string, system: NodeJS.Platform): string {
  if (system !== 'linux') return 'you may not use it';
  if (address.includes('podman'))
    return 'you may not use it, it is root’s: `systemctl --user enable --now podman.socket` starts one that is yours';
  return 'you may not use it: `sudo usermod -aG docker $USER`, then log in again (members of that group are as good as root), or use rootless Docker or Podman';
}

function notStarted(address: string, system: NodeJS.Platform): string {
  if (system !== 'linux') return 'nobody listens: start Docker Desktop';
  if (address.includes('podman')) return 'nobody listens: `systemctl --user restart podman.socket`';
  return /\/run\/user\/|\.docker\//.test(address)
    ? 'nobody listens: `systemctl --user start docker`, or start Docker Desktop'
    : 'nobody listens: `sudo systemctl start docker`';
}
