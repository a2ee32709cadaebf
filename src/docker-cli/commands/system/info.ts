import { bytesSize } from '../../../engine/api/units.ts';
import { type Command, noArguments } from '../../cli.ts';
import { messageOf, StatusError } from '../../errors.ts';
import { Template } from '../../template/execute.ts';
import { declareStructs } from '../../template/types.ts';
import { clientVersion } from '../../version.ts';

/** Of the many things an engine tells about itself, those that are shown. */
interface Info {
  [name: string]: unknown;
  Containers: number;
  ContainersRunning: number;
  ContainersPaused: number;
  ContainersStopped: number;
  Images: number;
  DriverStatus?: [string, string][] | null;
  Plugins?: { Volume: string[] | null; Network: string[] | null; Log: string[] | null };
  Runtimes?: Record<string, unknown>;
  SecurityOptions?: string[] | null;
  Swarm?: { LocalNodeState: string };
  RegistryConfig?: { InsecureRegistryCIDRs?: string[]; IndexConfigs?: Record<string, { Secure: boolean }> };
  Warnings?: string[] | null;
}

/** system.Info of moby's API with what the client adds, as templates see it. */
const infoType = declareStructs(`
  registry.IndexInfo
  Name string
  Mirrors []string
  Secure,Official bool

  registry.ServiceConfig
  InsecureRegistryCIDRs []string
  IndexConfigs map:registry.IndexInfo
  Mirrors []string

  system.PluginsInfo
  Volume,Network,Authorization,Log []string

  system.Commit
  ID string

  swarm.Info
  NodeID,NodeAddr,LocalNodeState string
  ControlAvailable bool
  Error string
  RemoteManagers []any

  system.clientInfo
  Debug bool
  Version,Context string
  Plugins []any
  Warnings []string

  system.dockerInfo
  ID string
  Containers,ContainersRunning,ContainersPaused,ContainersStopped,Images int
  Driver string
  DriverStatus [][]string
  SystemStatus [][]string
  Plugins system.PluginsInfo
  MemoryLimit,SwapLimit,CpuCfsPeriod,CpuCfsQuota,CPUShares,CPUSet,PidsLimit,IPv4Forwarding,Debug bool
  NFd int
  OomKillDisable bool
  NGoroutines int
  SystemTime,LoggingDriver,CgroupDriver,CgroupVersion string
  NEventsListener int
  KernelVersion,OperatingSystem,OSVersion,OSType,Architecture,IndexServerAddress string
  RegistryConfig *registry.ServiceConfig
  NCPU,MemTotal int
  GenericResources []any
  DockerRootDir,HttpProxy→HTTPProxy,HttpsProxy→HTTPSProxy,NoProxy,Name string
  Labels []string
  ExperimentalBuild bool
  ServerVersion string
  Runtimes map:any
  DefaultRuntime string
  Swarm swarm.Info
  LiveRestoreEnabled bool
  Isolation string
  InitBinary string
  ContainerdCommit,RuncCommit,InitCommit system.Commit
  SecurityOptions []string
  ProductLicense string
  DefaultAddressPools []any
  FirewallBackend any
  CDISpecDirs []string
  DiscoveredDevices []any
  Containerd any
  Warnings []string
  ServerErrors []string
  ClientInfo system.clientInfo
`).get('system.dockerInfo')!;

/** `docker info` (system/info.go) */
export const info: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const format = flags.string('format');
    const own = {
      Debug: cli.debug,
      Context: cli.endpoint.context,
      Plugins: [],
      Warnings: null,
      Version: clientVersion.version,
    };
    let server: Info | undefined;
    let failure: unknown;
    try {
      if (needsServer(format)) server = await cli.engine.get<Info>('/info');
    } catch (error) {
      failure = error;
    }
    if (format !== '') {
      // A template may not show it.
      if (failure) await cli.err(`${messageOf(failure)}\n`);
      const value = { ...server, ClientInfo: own };
      if (format === 'json') await cli.out(`${JSON.stringify(value)}\n`);
      else {
        let template: Template;
        try {
          template = new Template('', format);
        } catch (error) {
          throw new StatusError(`template parsing error: ${messageOf(error)}`, 64);
        }
        try {
          await cli.out(template.execute({ type: infoType, value }));
        } finally {
          // Also after what could not be evaluated.
          await cli.out('\n');
        }
      }
      return failure ? 1 : 0;
    }
    await cli.out(
      `Client:\n Version:    ${own.Version}\n Context:    ${own.Context}\n Debug Mode: ${own.Debug}\n\nServer:\n${server ? describe(server) : ''}`,
    );
    for (const warning of server?.Warnings ?? []) await cli.err(`${warning}\n`);
    if (!failure) return 0;
    throw new Error(messageOf(failure));
  },
};

function describe(server: Info): string {
  const lines: string[] = [
    `Containers: ${server.Containers}`,
    ` Running: ${server.ContainersRunning}`,
    ` Paused: ${server.ContainersPaused}`,
    ` Stopped: ${server.ContainersStopped}`,
    `Images: ${server.Images}`,
  ];
  const add = (label: string, value: unknown) => {
    if (value !== undefined && value !== null && value !== '') lines.push(`${label}: ${value}`);
  };
  add('Server Version', server.ServerVersion);
  add('Storage Driver', server.Driver);
  for (const [name, value] of server.DriverStatus ?? []) lines.push(` ${name}: ${value}`);
  add('Logging Driver', server.LoggingDriver);
  add('Cgroup Driver', server.CgroupDriver);
  add('Cgroup Version', server.CgroupVersion);
  lines.push('Plugins:');
  for (const kind of ['Volume', 'Network', 'Log'] as const)
    lines.push(` ${kind}: ${(server.Plugins?.[kind] ?? []).join(' ')}`);
  const cdi = server.CDISpecDirs as string[] | undefined;
  if (cdi?.length) lines.push('CDI spec directories:', ...cdi.map((folder) => ` ${folder}`));
  lines.push(`Swarm: ${server.Swarm?.LocalNodeState ?? 'inactive'}`);
  const runtimes = Object.keys(server.Runtimes ?? {}).sort();
  if (runtimes.length) {
    lines.push(`Runtimes: ${runtimes.join(' ')}`, `Default Runtime: ${server.DefaultRuntime}`);
    lines.push(`Init Binary: ${server.InitBinary}`);
    const commit = (name: string) => (server[name] as { ID: string } | undefined)?.ID ?? '';
    lines.push(
      `containerd version: ${commit('ContainerdCommit')}`,
      `runc version: ${commit('RuncCommit')}`,
      `init version: ${commit('InitCommit')}`,
    );
  }
  if (server.SecurityOptions?.length) {
    lines.push('Security Options:');
    for (const option of server.SecurityOptions) {
      const fields = Object.fromEntries(option.split(',').map((field) => field.split('=') as [string, string]));
      lines.push(` ${fields.name}`);
      for (const [key, value] of Object.entries(fields))
        if (key !== 'name') lines.push(`  ${key === 'profile' ? 'Profile' : key}: ${value}`);
    }
  }
  add('Kernel Version', server.KernelVersion);
  add('Operating System', server.OperatingSystem);
  add('OSType', server.OSType);
  add('Architecture', server.Architecture);
  lines.push(`CPUs: ${server.NCPU ?? 0}`, `Total Memory: ${bytesSize(Number(server.MemTotal ?? 0))}`);
  add('Name', server.Name);
  add('ID', server.ID);
  add('Docker Root Dir', server.DockerRootDir);
  lines.push(`Debug Mode: ${server.Debug === true}`);
  const labels = server.Labels as string[] | null | undefined;
  if (labels?.length) lines.push('Labels:', ...labels.map((label) => ` ${label}`));
  lines.push(`Experimental: ${server.ExperimentalBuild === true}`);
  const registries = server.RegistryConfig;
  if (registries) {
    const insecure = Object.entries(registries.IndexConfigs ?? {})
      .filter(([, { Secure }]) => !Secure)
      .map(([name]) => name);
    const all = [...insecure, ...(registries.InsecureRegistryCIDRs ?? [])];
    if (all.length) lines.push('Insecure Registries:', ...all.map((name) => ` ${name}`));
  }
  lines.push(`Live Restore Enabled: ${server.LiveRestoreEnabled === true}`);
  return `${lines.map((line) => ` ${line}\n`).join('')}\n`;
}

/** A template that names nothing but the client is filled in without an engine. */
function needsServer(format: string): boolean {
  const named: readonly string[] = format.match(/\.[A-Z]\w*/g) ?? [];
  return !named.includes('.ClientInfo') || /(^|[^\w.])\.(?!ClientInfo\b)[A-Z]/.test(format);
}
