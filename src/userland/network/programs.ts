import type { Program } from '../../kernel/program.ts';
import { type Command, type Flavour, runCommand } from '../commands/common/context.ts';
import { basename } from '../commands/common/paths.ts';

type Load = () => Promise<Command>;

/** The applets of busybox. */
const APPLETS: Record<string, Load> = {
  wget: async () => (await import('./wget/busybox.ts')).busyboxWget,
  ping: async () => (await import('./ping/ping.ts')).ping,
  nslookup: async () => (await import('./dns/busybox-nslookup.ts')).nslookup,
  nc: async () => (await import('./netcat/nc.ts')).nc,
  telnet: async () => (await import('./netcat/nc.ts')).telnet,
  ip: async () => (await import('./interfaces/ip.ts')).ip,
  ifconfig: async () => (await import('./interfaces/ifconfig.ts')).ifconfig,
  route: async () => (await import('./interfaces/ifconfig.ts')).route,
  httpd: async () => (await import('./httpd/httpd.ts')).httpd,
  netstat: async () => (await import('./interfaces/netstat.ts')).netstat,
};

/** The programs of Debian's packages. */
const COMMANDS: Record<string, Load> = {
  envsubst: async () => (await import('../servers/envsubst.ts')).envsubst,
  getent: async () => (await import('./getent.ts')).getent,
  curl: async () => (await import('./curl/curl.ts')).curl,
  wget: async () => (await import('./wget/gnu.ts')).gnuWget,
  ping: async () => (await import('./ping/ping.ts')).ping,
  nslookup: async () => (await import('./dns/bind.ts')).nslookup,
  dig: async () => (await import('./dns/bind.ts')).dig,
  host: async () => (await import('./dns/bind.ts')).host,
  nc: async () => (await import('./netcat/openbsd.ts')).openbsdNetcat,
  telnet: async () => (await import('./netcat/nc.ts')).telnet,
  ip: async () => (await import('./interfaces/iproute.ts')).iproute,
  ss: async () => (await import('./interfaces/ss.ts')).ss,
  ifconfig: async () => (await import('./interfaces/net-tools.ts')).ifconfig,
  route: async () => (await import('./interfaces/ifconfig.ts')).route,
  netstat: async () => (await import('./interfaces/netstat.ts')).netstat,
};

function program(name: string, load: Load, flavour: Flavour): Program {
  return {
    name,
    main: async (sys) => {
      const [called = name, ...args] = sys.argv;
      return runCommand(await load(), sys, flavour === 'busybox' ? basename(called) : called, args, flavour);
    },
  };
}

/** Busybox's network applets by name. */
export const networkApplets: readonly (readonly [name: string, load: () => Promise<Program>])[] = Object.entries(
  APPLETS,
).map(([name, load]) => [name, async () => program(name, load, 'busybox')]);

/** The full network programs, as `gnu/NAME`. */
export const networkPrograms: Record<string, () => Program> = Object.fromEntries(
  Object.entries(COMMANDS).map(([name, load]) => [`gnu/${name}`, () => program(`gnu/${name}`, load, 'gnu')]),
);

/** Names of the full programs: the student's computer has them all. */
export const networkCommandNames: readonly string[] = Object.keys(COMMANDS).sort();
