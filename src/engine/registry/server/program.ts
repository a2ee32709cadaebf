import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { Program, SystemCalls } from '../../../kernel/program.ts';
import { RegistryApi } from './api.ts';
import { serveConnection } from './http.ts';
import { RegistryStorage } from './storage.ts';

const USAGE =
  'Usage:\n  registry [flags]\n  registry [command]\n\nAvailable Commands:\n  serve           `serve` stores and distributes Docker images\n';

/** `/bin/registry` of the registry:2 image: distribution's server over the container's own files and network. */
export const registryProgram: Program = {
  name: 'registry',
  async main(sys) {
    const [, command, configuration] = sys.argv;
    if (command === '--version' || command === '-v') {
      await sys.write(1, 'registry github.com/docker/distribution v2.8.3\n');
      return 0;
    }
    if (command !== 'serve') {
      await sys.write(1, USAGE);
      return command === undefined || command === 'help' ? 0 : 1;
    }
    if (!configuration || !sys.exists(configuration)) {
      await sys.write(2, `configuration error: open ${configuration ?? ''}: no such file or directory\n`);
      return 1;
    }
    return serve(sys, new TextDecoder().decode(sys.readFile(configuration)));
  },
};

async function serve(sys: SystemCalls, configuration: string): Promise<number> {
  const port = Number(/^\s*addr:\s*\S*:(\d+)/m.exec(configuration)?.[1] ?? 5000);
  const directory =
    sys.env.get('REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY') ??
    /^\s*rootdirectory:\s*(\S+)/m.exec(configuration)?.[1] ??
    '/var/lib/registry';
  const api = new RegistryApi(new RegistryStorage(sys, directory), sys.platform);
  // A Go program that handles no signals ends with 2 when PID 1 is told to stop.
  for (const signal of [SIGNALS.SIGTERM, SIGNALS.SIGINT]) sys.signal(signal, () => sys.exit(2));
  const listener = sys.listen(port);
  await sys.write(
    2,
    `time="${new Date(sys.now()).toISOString().slice(0, 19)}Z" level=info msg="listening on [::]:${port}" version=v2.8.3\n`,
  );
  for (;;) {
    const connection = await sys.accept(listener);
    // A client that hangs up in the middle of a request ends its own connection only.
    serveConnection(sys, connection, (request) => api.answer(request)).catch(() => {});
  }
}
