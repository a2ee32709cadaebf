import type { EngineContext } from '../context.ts';
import { API_VERSION, MIN_API_VERSION, SERVER_VERSION } from '../http/respond.ts';

const GIT_COMMIT = 'e180ab8';
const GO_VERSION = 'go1.24.9';
const BUILD_TIME = '2025-10-08T12:17:26.000000000+00:00';

/** The kernel that containers see: uname(2) answers the same. */
export function kernelRelease(context: EngineContext): string {
  const files = context.kernel.host.mount.files();
  const path = '/proc/sys/kernel/osrelease';
  return files.exists(path) ? new TextDecoder().decode(files.readFile(path)).trim() : '6.12.0-drydock';
}

/** `GET /version`. */
export function engineVersion(context: EngineContext) {
  const KernelVersion = kernelRelease(context);
  return {
    Platform: { Name: 'Drydock (a simulation of Docker Engine - Community)' },
    Components: [
      {
        Name: 'Engine',
        Version: SERVER_VERSION,
        Details: {
          ApiVersion: API_VERSION,
          Arch: 'amd64',
          BuildTime: BUILD_TIME,
          Experimental: 'false',
          GitCommit: GIT_COMMIT,
          GoVersion: GO_VERSION,
          KernelVersion,
          MinAPIVersion: MIN_API_VERSION,
          Os: 'linux',
        },
      },
      { Name: 'containerd', Version: 'v1.7.28', Details: { GitCommit: 'b98a3aace656320842a23f4a392a33f46af97866' } },
      { Name: 'runc', Version: '1.3.3', Details: { GitCommit: 'v1.3.3-0-gd842d771' } },
      { Name: 'docker-init', Version: '0.19.0', Details: { GitCommit: 'de40ad0' } },
    ],
    Version: SERVER_VERSION,
    ApiVersion: API_VERSION,
    MinAPIVersion: MIN_API_VERSION,
    GitCommit: GIT_COMMIT,
    GoVersion: GO_VERSION,
    Os: 'linux',
    Arch: 'amd64',
    KernelVersion,
    BuildTime: BUILD_TIME,
  };
}
