import type { ModuleFactory } from './globals.ts';

/** node:os */
export const os: ModuleFactory = (host, _require, world) => {
  const uname = host('uname') as { nodename: string; release: string; version: string; machine: string };
  return {
    EOL: '\n',
    hostname: () => (host('uname') as { nodename: string }).nodename,
    platform: () => 'linux',
    type: () => 'Linux',
    release: () => uname.release,
    version: () => uname.version,
    machine: () => uname.machine,
    arch: () => 'x64',
    homedir: () => world.config.env.HOME ?? '/root',
    tmpdir: () => '/tmp',
    endianness: () => 'LE',
    uptime: () => Math.floor(host('hrtime') as number) / 1000,
    loadavg: () => [0, 0, 0],
    totalmem: () => 8_000_000_000,
    freemem: () => 4_000_000_000,
    cpus: () =>
      Array.from({ length: 2 }, () => ({
        model: 'Simulated CPU',
        speed: 2000,
        times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 },
      })),
    availableParallelism: () => 2,
    userInfo: () => ({
      ...(host('credentials') as object),
      username: world.config.env.USER ?? 'root',
      homedir: world.config.env.HOME ?? '/root',
      shell: '/bin/sh',
    }),
    networkInterfaces: () => {
      const result: Record<string, object[]> = {};
      for (const each of host('interfaces') as unknown as {
        name: string;
        address: string;
        prefix: number;
        mac: string;
      }[]) {
        result[each.name] = [
          {
            address: each.address,
            family: 'IPv4',
            mac: each.mac,
            internal: each.name === 'lo',
            cidr: `${each.address}/${each.prefix}`,
          },
        ];
      }
      return result;
    },
    constants: { signals: { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 } },
  };
};

/** node:tty */
export const tty: ModuleFactory = (host) => ({ isatty: (fd: number) => host('isatty', fd) === true });
