/** A project as the Compose Specification's canonical form has it: what `docker compose config` prints. */
import type { Tree } from './tree.ts';

export interface Build {
  context: string;
  dockerfile?: string;
  dockerfile_inline?: string;
  args?: Record<string, string | null>;
  labels?: Record<string, string>;
  no_cache?: boolean;
  additional_contexts?: Record<string, string>;
  pull?: boolean;
  extra_hosts?: string[];
  network?: string;
  target?: string;
  secrets?: FileReference[];
  shm_size?: string;
  tags?: string[];
  platforms?: string[];
  [other: string]: Tree | object | undefined;
}

export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully' | 'running_or_healthy';

export interface Dependency {
  condition: Condition;
  restart?: boolean;
  required: boolean;
}

export interface Healthcheck {
  test?: string[];
  timeout?: string;
  interval?: string;
  retries?: number;
  start_period?: string;
  start_interval?: string;
  disable?: boolean;
}

export interface Port {
  name?: string;
  mode?: string;
  host_ip?: string;
  target: number;
  published?: string;
  protocol?: string;
}

export interface Mount {
  type: 'bind' | 'volume' | 'tmpfs' | 'image' | 'cluster' | 'npipe';
  source?: string;
  target: string;
  read_only?: boolean;
  consistency?: string;
  bind?: { selinux?: string; propagation?: string; create_host_path?: boolean; recursive?: string };
  volume?: { labels?: Record<string, string>; nocopy?: boolean; subpath?: string };
  tmpfs?: { size?: string; mode?: number };
  image?: { subpath?: string };
}

export interface ServiceNetwork {
  aliases?: string[];
  driver_opts?: Record<string, string>;
  ipv4_address?: string;
  ipv6_address?: string;
  link_local_ips?: string[];
  mac_address?: string;
  priority?: number;
  gw_priority?: number;
}

export interface FileReference {
  source: string;
  target?: string;
  uid?: string;
  gid?: string;
  mode?: string;
}

export interface Hook {
  command: string[];
  user?: string;
  privileged?: boolean;
  working_dir?: string;
  environment?: Record<string, string | null>;
}

export interface Limits {
  cpus?: number;
  memory?: string;
  pids?: number;
}

/** A device that is asked for by what it can do: `gpus` and `deploy.resources.reservations.devices`. */
export interface DeviceRequest {
  capabilities?: string[];
  driver?: string;
  count?: number;
  device_ids?: string[];
  options?: Record<string, string>;
}

export interface BlockIo {
  weight?: number;
  weight_device?: { path: string; weight: number }[];
  device_read_bps?: { path: string; rate: string }[];
  device_read_iops?: { path: string; rate: string }[];
  device_write_bps?: { path: string; rate: string }[];
  device_write_iops?: { path: string; rate: string }[];
}

export interface Deploy {
  mode?: string;
  replicas?: number;
  labels?: Record<string, string>;
  resources?: { limits?: Limits; reservations?: Limits & { devices?: DeviceRequest[] } };
  restart_policy?: { condition?: string; max_attempts?: number };
  placement?: object;
}

export interface Service {
  profiles?: string[];
  annotations?: Record<string, string>;
  attach?: boolean;
  build?: Build;
  cap_add?: string[];
  cap_drop?: string[];
  cgroup?: string;
  cgroup_parent?: string;
  command?: string[];
  configs?: FileReference[];
  container_name?: string;
  cpus?: number;
  cpu_shares?: number;
  cpuset?: string;
  depends_on?: Record<string, Dependency>;
  deploy?: Deploy;
  devices?: { source: string; target: string; permissions: string }[];
  dns?: string[];
  dns_opt?: string[];
  dns_search?: string[];
  domainname?: string;
  entrypoint?: string[];
  environment?: Record<string, string | null>;
  expose?: string[];
  external_links?: string[];
  extra_hosts?: string[];
  blkio_config?: BlockIo;
  gpus?: DeviceRequest[];
  models?: Record<string, Tree>;
  provider?: { type: string; options?: Record<string, string[]> };
  group_add?: string[];
  hostname?: string;
  healthcheck?: Healthcheck;
  image?: string;
  init?: boolean;
  ipc?: string;
  labels?: Record<string, string>;
  links?: string[];
  logging?: { driver?: string; options?: Record<string, string> };
  mem_limit?: string;
  mem_reservation?: string;
  memswap_limit?: string;
  mac_address?: string;
  network_mode?: string;
  networks?: Record<string, ServiceNetwork | null>;
  oom_score_adj?: number;
  pid?: string;
  pids_limit?: number;
  platform?: string;
  ports?: Port[];
  privileged?: boolean;
  pull_policy?: string;
  read_only?: boolean;
  restart?: string;
  runtime?: string;
  scale?: number;
  secrets?: FileReference[];
  security_opt?: string[];
  shm_size?: string;
  stdin_open?: boolean;
  stop_grace_period?: string;
  stop_signal?: string;
  storage_opt?: Record<string, string>;
  sysctls?: Record<string, string>;
  tmpfs?: string[];
  tty?: boolean;
  ulimits?: Record<string, number | { soft: number; hard: number }>;
  user?: string;
  userns_mode?: string;
  uts?: string;
  volumes?: Mount[];
  volumes_from?: string[];
  working_dir?: string;
  post_start?: Hook[];
  pre_stop?: Hook[];
  /** What is kept and shown and has no effect here. */
  [other: string]: Tree | object | undefined;
}

export interface Network {
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  ipam?: {
    driver?: string;
    config?: { subnet?: string; gateway?: string; ip_range?: string; aux_addresses?: Record<string, string> }[];
  };
  external?: boolean;
  internal?: boolean;
  attachable?: boolean;
  labels?: Record<string, string>;
  enable_ipv4?: boolean;
  enable_ipv6?: boolean;
}

export interface Volume {
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  external?: boolean;
  labels?: Record<string, string>;
}

export interface FileObject {
  name: string;
  file?: string;
  environment?: string;
  content?: string;
  external?: boolean;
}

export interface Project {
  name: string;
  /** Absolute. */
  directory: string;
  /** The compose files, absolute; `-` is standard input. */
  files: string[];
  /** What `${…}` was looked up in. */
  environment: ReadonlyMap<string, string>;
  services: Record<string, Service>;
  /** Services whose profile is not active, or that were left aside. */
  disabled: Record<string, Service>;
  networks: Record<string, Network>;
  volumes: Record<string, Volume>;
  secrets: Record<string, FileObject>;
  configs: Record<string, FileObject>;
  models: Record<string, Tree>;
  extensions: Record<string, Tree>;
}

export const serviceNames = (project: Project): string[] => Object.keys(project.services).sort();

/** How many containers the service has. */
export const scaleOf = (service: Service): number => service.scale ?? service.deploy?.replicas ?? 1;

/** The image a service runs: the one named, or that which its build makes. */
export const imageOf = (project: Project, name: string): string => {
  const service = project.services[name] ?? project.disabled[name];
  return service?.image || `${project.name}-${name}`;
};
