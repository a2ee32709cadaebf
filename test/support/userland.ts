import type { Program } from '../../src/kernel/program.ts';
import { type ServerResponse, serveConnection } from '../../src/userland/http/server.ts';
import { socketStream } from '../../src/userland/http/socket.ts';
import { userlandPrograms } from '../../src/userland/table.ts';
import { type Main, type TestMachine, type TestMachineOptions, testMachine } from './machine.ts';

/** Programs under their usual paths, whatever folder of the userland they come from. */
const EXECUTABLES: Record<string, string> = {
  '/bin/busybox': 'busybox',
  '/bin/sh': 'dash',
  ...Object.fromEntries(
    'cat ls echo sleep ps kill grep head tail sed printf env mkdir rm id chown wc sort tr touch'
      .split(' ')
      .map((name) => [`/bin/${name}`, `gnu/${name}`]),
  ),
};

/** A machine with the real userland; `executables` are added to the usual ones. */
export function userlandMachine(options: TestMachineOptions = {}): TestMachine {
  const executables = { ...EXECUTABLES, ...options.executables };
  const programs = [...new Set(Object.values(executables))].map(
    (name): Program => ({
      name,
      main: async (sys) => {
        const program = await userlandPrograms.find(name);
        if (!program) throw new Error(`no program ${name}`);
        return program.main(sys);
      },
    }),
  );
  return testMachine({ ...options, programs, executables });
}

export interface SitePage {
  body?: string;
  status?: number;
  type?: string;
  headers?: [string, string][];
  /** Milliseconds before it answers. */
  delay?: number;
  /** Answers with the request itself. */
  echo?: boolean;
}
export type Site = Record<string, SitePage>;

/** Serves `site` on port 8080 while a shell runs `script`, and ends with its status. */
export function serving(site: Site, script: string): Main {
  return async (sys) => {
    const server = sys.fork(async (child) => {
      const listener = child.listen(8080);
      for (;;) {
        const fd = await child.accept(listener);
        void serveConnection(socketStream(child, fd), async ({ head, body }): Promise<ServerResponse> => {
          const page = site[head.target.replace(/\?.*$/, '')] ?? { status: 404, body: 'nothing here\n' };
          if (page.delay) await child.sleep(page.delay);
          let text = page.body ?? '';
          if (page.echo) {
            text = `${head.method} ${head.target} ${head.version}\n${head.headers.map(([name, value]) => `${name}: ${value}\n`).join('')}\n`;
            for await (const chunk of body) text += new TextDecoder().decode(chunk);
          }
          const type: [string, string][] = page.type ? [['Content-Type', page.type]] : [];
          const headers = [...type, ...(page.headers ?? [])];
          return { status: page.status ?? 200, headers, body: new TextEncoder().encode(text) };
        })
          .catch(() => {})
          .finally(() => {
            try {
              child.close(fd);
            } catch {
              // The server has ended.
            }
          });
      }
    });
    const shell = sys.spawn({ argv: ['/bin/sh', '-c', script] });
    const result = await sys.wait(shell);
    sys.kill(server, 9);
    await sys.wait(server);
    return result && 'code' in result ? result.code : 1;
  };
}
