import { chainIds } from '../../oci/assemble.ts';
import { encodedPart } from '../../oci/digest.ts';
import type { MountPoint } from '../api/containers.ts';
import type { EngineContext } from '../context.ts';
import { nodeSize } from '../files/node-size.ts';
import { rfc3339Nano } from '../time.ts';
import type { Container, ContainerMount } from './container.ts';
import { containerDirectory } from './host-files.ts';
import { shownLinks } from './links.ts';
import { layerDirectory } from './rootfs.ts';
import { stateOf } from './status.ts';

/** `GET /containers/{id}/json`, member for member as 28.5 writes it. */
export function inspectContainer(context: EngineContext, container: Container, withSize: boolean) {
  const directory = container.hasBeenStarted || container.exitCode !== 0 ? containerDirectory(container.id) : '';
  const file = (name: string) => (directory === '' ? '' : `${directory}/${name}`);
  const execIds = [...container.execIds];
  return {
    Id: container.id,
    Created: rfc3339Nano(container.created),
    Path: container.path,
    Args: container.args,
    State: stateOf(container),
    Image: container.imageId,
    ResolvConfPath: file('resolv.conf'),
    HostnamePath: file('hostname'),
    HostsPath: file('hosts'),
    LogPath: container.hostConfig.LogConfig.Type === 'json-file' ? file(`${container.id}-json.log`) : '',
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: 'overlay2',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: execIds.length > 0 ? execIds : null,
    HostConfig: { ...container.hostConfig, Links: shownLinks(context, container) },
    GraphDriver: graphDriver(context, container),
    ...(withSize ? { SizeRw: container.overlay.upperSize(), SizeRootFs: rootSize(container) } : {}),
    Mounts: container.mounts.map(shownMount),
    Config: container.config,
    NetworkSettings: networkSettings(container),
  };
}

export function rootSize(container: Container): number {
  return nodeSize(container.lower) + container.overlay.upperSize();
}

export function shownMount(mount: ContainerMount): MountPoint {
  const { Type, Name, Source, Destination, Driver, Mode, RW, Propagation } = mount;
  return { Type, ...(Name ? { Name } : {}), Source, Destination, ...(Driver ? { Driver } : {}), Mode, RW, Propagation };
}

function graphDriver(context: EngineContext, container: Container) {
  const root = '/var/lib/docker/overlay2';
  const image = context.images.get(container.imageId)?.image;
  const lower = chainIds(image?.config.rootfs.diff_ids ?? [], context.platform).reverse();
  const own = layerDirectory(container.id);
  return {
    Data: {
      ID: container.id,
      LowerDir: [`${own}-init/diff`, ...lower.map((id) => `${root}/${encodedPart(id)}/diff`)].join(':'),
      MergedDir: `${own}/merged`,
      UpperDir: `${own}/diff`,
      WorkDir: `${own}/work`,
    },
    Name: 'overlay2',
  };
}

function networkSettings(container: Container) {
  const { sandbox } = container;
  const bridge = container.endpoints.get('bridge');
  const networks = Object.fromEntries([...container.endpoints].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    Bridge: '',
    SandboxID: sandbox?.id ?? '',
    SandboxKey: sandbox ? `/var/run/docker/netns/${sandbox.id.slice(0, 12)}` : '',
    Ports: sandbox?.ports ?? {},
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: bridge?.EndpointID ?? '',
    Gateway: bridge?.Gateway ?? '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    IPAddress: bridge?.IPAddress ?? '',
    IPPrefixLen: bridge?.IPPrefixLen ?? 0,
    IPv6Gateway: '',
    MacAddress: bridge?.MacAddress ?? '',
    Networks: networks,
  };
}
