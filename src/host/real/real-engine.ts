import type { ApiRequest, ApiResponse, EngineDoor } from '../../engine/api/door.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { PortForwarding } from './port-forwarding.ts';
import { WorkspaceSync } from './workspace-sync.ts';

/** A real engine as one meets it on the student's computer. */
export interface RealEngine {
  readonly door: EngineDoor;
  disconnect(): void;
}

/** Joins a companion's door with the student's computer: its files are there where containers run, their ports are here. */
export function connectRealEngine(door: EngineDoor, kernel: Kernel, workspacePath: string): RealEngine {
  const sync = new WorkspaceSync(door, kernel.host.mount.files(), workspacePath, kernel.platform);
  const ports = new PortForwarding(door, kernel.host.network, () => sync.flush());
  const stops = [sync.follow(), ports.follow()];
  return {
    door: { request: (request) => pass(door, request, sync, ports) },
    disconnect() {
      for (const stop of stops) stop();
    },
  };
}

/** Before a container is made or started, or a program in it, the files are there; when it has been started its ports are here, and gone when it ended. */
async function pass(
  door: EngineDoor,
  request: ApiRequest,
  sync: WorkspaceSync,
  ports: PortForwarding,
): Promise<ApiResponse> {
  const starts = request.method === 'POST' && /\/containers\/[^/]+\/(start|restart)$/.test(request.path);
  const ends =
    (request.method === 'POST' && /\/containers\/[^/]+\/(stop|kill)$/.test(request.path)) ||
    (request.method === 'DELETE' && /\/containers\/[^/]+$/.test(request.path));
  const makes = request.method === 'POST' && /\/containers\/create$/.test(request.path);
  const executes = request.method === 'POST' && /\/exec\/[^/]+\/start$/.test(request.path);
  try {
    if (starts || makes || executes) await sync.flush();
  } catch (error) {
    // The files are not there, and the other side has said why.
    return refusal(403, error as Error);
  }
  try {
    const response = await door.request(request);
    if ((starts || ends) && response.status < 300) await ports.refresh();
    return response;
  } catch (error) {
    // The runner is gone: an engine that cannot be asked is an answer too, for whoever is just asking.
    return refusal(503, error as Error);
  }
}

function refusal(status: number, { message }: Error): ApiResponse {
  const body = new TextEncoder().encode(JSON.stringify({ message }));
  return { status, headers: { 'content-type': 'application/json' }, body: once(body) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
