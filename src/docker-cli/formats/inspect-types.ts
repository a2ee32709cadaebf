import { declareStructs } from '../template/types.ts';
import { OCI_IMAGE_CONFIG } from './oci-image-config.ts';

/** Go's types behind what inspect answers (moby's api/types), as templates see them. */
const structs = declareStructs(`
  container.HealthConfig
  Test []string
  Interval,Timeout,StartPeriod,StartInterval duration
  Retries int

  container.Config
  Hostname,Domainname,User string
  AttachStdin,AttachStdout,AttachStderr bool
  ExposedPorts map:empty
  Tty,OpenStdin,StdinOnce bool
  Env,Cmd []string
  Healthcheck *container.HealthConfig
  ArgsEscaped bool
  Image string
  Volumes map:empty
  WorkingDir string
  Entrypoint []string
  NetworkDisabled bool
  MacAddress string
  OnBuild []string
  Labels map:string
  StopSignal string
  StopTimeout *int
  Shell []string

  container.HealthcheckResult
  Start,End time
  ExitCode int
  Output string

  container.Health
  Status string
  FailingStreak int
  Log []*container.HealthcheckResult

  container.State
  Status string
  Running,Paused,Restarting,OOMKilled,Dead bool
  Pid,ExitCode int
  Error,StartedAt,FinishedAt string
  Health *container.Health

  nat.PortBinding
  HostIp→HostIP string
  HostPort string

  container.LogConfig
  Type string
  Config map:string

  container.RestartPolicy
  Name string
  MaximumRetryCount int

  mount.Driver omitempty
  Name string
  Options map:string

  mount.BindOptions omitempty
  Propagation string
  NonRecursive,CreateMountpoint,ReadOnlyNonRecursive,ReadOnlyForceRecursive bool

  mount.VolumeOptions omitempty
  NoCopy bool
  Labels map:string
  Subpath string
  DriverConfig *mount.Driver

  mount.TmpfsOptions omitempty
  SizeBytes,Mode int

  mount.Mount
  Type,Source,Target string
  ReadOnly bool
  Consistency string
  BindOptions *mount.BindOptions
  VolumeOptions *mount.VolumeOptions
  TmpfsOptions *mount.TmpfsOptions

  container.Ulimit
  Name string
  Hard,Soft int

  container.DeviceMapping
  PathOnHost,PathInContainer,CgroupPermissions string

  container.HostConfig
  Binds []string
  ContainerIDFile string
  LogConfig container.LogConfig
  NetworkMode string
  PortBindings map:[]nat.PortBinding
  RestartPolicy container.RestartPolicy
  AutoRemove bool
  VolumeDriver string
  VolumesFrom []string
  ConsoleSize []int
  Annotations map:string
  CapAdd,CapDrop []string
  CgroupnsMode string
  Dns→DNS []string
  DnsOptions→DNSOptions []string
  DnsSearch→DNSSearch []string
  ExtraHosts,GroupAdd []string
  IpcMode,Cgroup string
  Links []string
  OomScoreAdj int
  PidMode string
  Privileged,PublishAllPorts,ReadonlyRootfs bool
  SecurityOpt []string
  StorageOpt,Tmpfs map:string
  UTSMode,UsernsMode string
  ShmSize int
  Sysctls map:string
  Runtime,Isolation string
  CpuShares→CPUShares int
  Memory int
  NanoCpus→NanoCPUs int
  CgroupParent string
  BlkioWeight int
  BlkioWeightDevice,BlkioDeviceReadBps,BlkioDeviceWriteBps,BlkioDeviceReadIOps,BlkioDeviceWriteIOps []any
  CpuPeriod→CPUPeriod int
  CpuQuota→CPUQuota int
  CpuRealtimePeriod→CPURealtimePeriod int
  CpuRealtimeRuntime→CPURealtimeRuntime int
  CpusetCpus,CpusetMems string
  Devices []container.DeviceMapping
  DeviceCgroupRules []string
  DeviceRequests []any
  MemoryReservation,MemorySwap int
  MemorySwappiness *int
  OomKillDisable *bool
  PidsLimit *int
  Ulimits []*container.Ulimit
  CpuCount→CPUCount int
  CpuPercent→CPUPercent int
  IOMaximumIOps,IOMaximumBandwidth int
  Mounts []mount.Mount
  MaskedPaths,ReadonlyPaths []string
  Init *bool

  network.EndpointIPAMConfig
  IPv4Address,IPv6Address string
  LinkLocalIPs []string

  network.EndpointSettings
  IPAMConfig *network.EndpointIPAMConfig
  Links,Aliases []string
  MacAddress string
  DriverOpts map:string
  GwPriority int
  NetworkID,EndpointID,Gateway,IPAddress string
  IPPrefixLen int
  IPv6Gateway,GlobalIPv6Address string
  GlobalIPv6PrefixLen int
  DNSNames []string

  container.NetworkSettings
  Bridge,SandboxID,SandboxKey string
  Ports map:[]nat.PortBinding
  HairpinMode bool
  LinkLocalIPv6Address string
  LinkLocalIPv6PrefixLen int
  SecondaryIPAddresses,SecondaryIPv6Addresses []any
  EndpointID,Gateway,GlobalIPv6Address string
  GlobalIPv6PrefixLen int
  IPAddress string
  IPPrefixLen int
  IPv6Gateway,MacAddress string
  Networks map:*network.EndpointSettings

  container.MountPoint
  Type,Name,Source,Destination,Driver,Mode string
  RW bool
  Propagation string

  storage.DriverData
  Data map:string
  Name string

  container.InspectResponse
  Id→ID string
  Created,Path string
  Args []string
  State *container.State
  Image,ResolvConfPath,HostnamePath,HostsPath,LogPath,Name string
  RestartCount int
  Driver,Platform string
  ImageManifestDescriptor *any
  MountLabel,ProcessLabel,AppArmorProfile string
  ExecIDs []string
  HostConfig *container.HostConfig
  GraphDriver storage.DriverData
  SizeRw,SizeRootFs *int
  Mounts []container.MountPoint
  Config *container.Config
  NetworkSettings *container.NetworkSettings

  dockerspec.DockerOCIImageConfig omitempty
${OCI_IMAGE_CONFIG}
  Healthcheck *container.HealthConfig
  OnBuild,Shell []string

  image.RootFS
  Type string
  Layers []string

  image.Metadata
  LastTagTime time

  image.InspectResponse
  Id→ID string
  RepoTags,RepoDigests []string
  Parent,Comment,Created,Container string
  ContainerConfig *container.Config
  DockerVersion,Author string
  Config *dockerspec.DockerOCIImageConfig
  Architecture,Variant,Os,OsVersion string
  Size,VirtualSize int
  GraphDriver storage.DriverData
  RootFS image.RootFS
  Metadata image.Metadata
  Descriptor *any
  Manifests []any

  network.IPAMConfig
  Subnet,IPRange,Gateway string
  AuxiliaryAddresses→AuxAddress map:string

  network.IPAM
  Driver string
  Options map:string
  Config []network.IPAMConfig

  network.ConfigReference
  Network string

  network.EndpointResource
  Name,EndpointID,MacAddress,IPv4Address,IPv6Address string

  network.Inspect
  Name string
  Id→ID string
  Created time
  Scope,Driver string
  EnableIPv4,EnableIPv6 bool
  IPAM network.IPAM
  Internal,Attachable,Ingress bool
  ConfigFrom network.ConfigReference
  ConfigOnly bool
  Containers map:network.EndpointResource
  Options,Labels map:string
  Peers []any
  Services map:any

  volume.UsageData
  RefCount,Size int

  volume.Volume
  ClusterVolume *any
  CreatedAt,Driver string
  Labels map:string
  Mountpoint,Name string
  Options map:string
  Scope string
  Status map:any
  UsageData *volume.UsageData
`);

export const containerType = structs.get('container.InspectResponse')!;
export const imageType = structs.get('image.InspectResponse')!;
export const networkType = structs.get('network.Inspect')!;
export const volumeType = structs.get('volume.Volume')!;
