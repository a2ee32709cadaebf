import type { Shape } from './shape.ts';

/** What the Compose Specification lets a file say. */

const scalar = (...types: string[]): Shape => ({ is: 'scalar', types });
const choice = (...oneOf: string[]): Shape => ({ is: 'scalar', types: ['string'], oneOf });
const matching = (pattern: RegExp): Shape => ({ is: 'scalar', types: ['string'], pattern });
const either = (...shapes: Shape[]): Shape => ({ is: 'either', shapes });
const list = (item: Shape, unique = false): Shape => ({ is: 'list', item, unique });
const mapping = (keys: Readonly<Record<string, Shape>>, ...required: string[]): Shape => ({
  is: 'mapping',
  keys,
  open: false,
  orNull: false,
  required,
});
const maybe = (keys: Readonly<Record<string, Shape>>): Shape => ({
  is: 'mapping',
  keys,
  open: false,
  orNull: true,
  required: [],
});
const named = (name: RegExp, shape: Shape, open = false): Shape => ({
  is: 'mapping',
  keys: {},
  others: { name, shape },
  open,
  orNull: false,
  required: [],
});

const text = scalar('string');
const nothing = scalar('null');
const flag = scalar('boolean', 'string');
const whole = scalar('integer', 'string');
const number = scalar('number', 'string');
const texts = list(text);
const distinct = list(text, true);
const textOrList = either(text, distinct);
const NAME = /^[a-zA-Z0-9._-]+$/;
const pairs = either(named(/.+/, scalar('string', 'number', 'boolean', 'null')), distinct);
const command = either(nothing, text, texts);
const hosts = either(named(/.+/, either(text, texts)), distinct);
const options = named(/^.+$/, scalar('string', 'number'), true);
const anything: Shape = { is: 'mapping', keys: {}, open: true, orNull: true, required: [] };
const references = list(
  either(text, mapping({ source: text, target: text, uid: text, gid: text, mode: scalar('number', 'string') })),
);
const ulimits = named(/^[a-z]+$/, either(whole, mapping({ hard: whole, soft: whole }, 'soft', 'hard')), true);

const build = either(
  text,
  mapping({
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    entitlements: texts,
    args: pairs,
    ssh: pairs,
    labels: pairs,
    cache_from: texts,
    cache_to: texts,
    no_cache: flag,
    additional_contexts: pairs,
    network: text,
    provenance: flag,
    sbom: flag,
    pull: flag,
    target: text,
    shm_size: whole,
    extra_hosts: hosts,
    isolation: text,
    privileged: flag,
    secrets: references,
    tags: texts,
    ulimits,
    platforms: texts,
  }),
);

const dependsOn = either(
  distinct,
  named(
    NAME,
    mapping(
      {
        restart: flag,
        required: scalar('boolean'),
        condition: choice('service_started', 'service_healthy', 'service_completed_successfully'),
      },
      'condition',
    ),
  ),
);

const resources = mapping({
  limits: mapping({ cpus: number, memory: text, pids: whole }),
  reservations: mapping({ cpus: number, memory: text, generic_resources: list(anything), devices: list(anything) }),
});

const deploy = maybe({
  mode: text,
  endpoint_mode: text,
  replicas: whole,
  labels: pairs,
  rollback_config: anything,
  update_config: anything,
  resources,
  restart_policy: mapping({ condition: text, delay: text, max_attempts: whole, window: text }),
  placement: anything,
});

const healthcheck = mapping({
  disable: flag,
  interval: text,
  retries: number,
  test: either(text, texts),
  timeout: text,
  start_period: text,
  start_interval: text,
});

const serviceNetwork = either(
  mapping({
    aliases: distinct,
    interface_name: text,
    ipv4_address: text,
    ipv6_address: text,
    link_local_ips: distinct,
    mac_address: text,
    driver_opts: options,
    priority: scalar('number'),
    gw_priority: scalar('number'),
  }),
  nothing,
);

const port = either(
  scalar('number'),
  text,
  mapping({
    name: text,
    mode: text,
    host_ip: text,
    target: whole,
    published: scalar('string', 'integer'),
    protocol: text,
    app_protocol: text,
  }),
);

const volumeMount = either(
  text,
  mapping(
    {
      type: choice('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'),
      source: text,
      target: text,
      read_only: flag,
      consistency: text,
      bind: mapping({
        propagation: text,
        create_host_path: flag,
        recursive: choice('enabled', 'disabled', 'writable', 'readonly'),
        selinux: choice('z', 'Z'),
      }),
      volume: mapping({ labels: pairs, nocopy: flag, subpath: text }),
      tmpfs: mapping({ size: whole, mode: scalar('number', 'string') }),
      image: mapping({ subpath: text }),
    },
    'type',
  ),
);

const hook = mapping({ command, user: text, privileged: flag, working_dir: text, environment: pairs }, 'command');

const service = mapping({
  develop: anything,
  deploy,
  annotations: pairs,
  attach: flag,
  build,
  blkio_config: anything,
  cap_add: distinct,
  cap_drop: distinct,
  cgroup: choice('host', 'private'),
  cgroup_parent: text,
  command,
  configs: references,
  container_name: matching(/[a-zA-Z0-9][a-zA-Z0-9_.-]+/),
  cpu_count: whole,
  cpu_percent: whole,
  cpu_shares: number,
  cpu_quota: number,
  cpu_period: number,
  cpu_rt_period: number,
  cpu_rt_runtime: number,
  cpus: number,
  cpuset: text,
  credential_spec: anything,
  depends_on: dependsOn,
  device_cgroup_rules: distinct,
  devices: list(either(text, mapping({ source: text, target: text, permissions: text }, 'source'))),
  dns: textOrList,
  dns_opt: distinct,
  dns_search: textOrList,
  domainname: text,
  entrypoint: command,
  env_file: either(text, list(either(text, mapping({ path: text, format: text, required: flag }, 'path')))),
  label_file: either(text, texts),
  environment: pairs,
  expose: list(scalar('string', 'number'), true),
  extends: either(text, mapping({ service: text, file: text }, 'service')),
  provider: anything,
  external_links: distinct,
  extra_hosts: hosts,
  gpus: either(choice('all'), list(anything)),
  group_add: list(scalar('string', 'number'), true),
  healthcheck,
  hostname: text,
  image: text,
  init: flag,
  ipc: text,
  isolation: text,
  labels: pairs,
  links: distinct,
  logging: mapping({ driver: text, options: named(/^.+$/, scalar('string', 'number', 'null'), true) }),
  mac_address: text,
  mem_limit: number,
  mem_reservation: whole,
  mem_swappiness: whole,
  memswap_limit: number,
  network_mode: text,
  models: either(distinct, anything),
  networks: either(distinct, named(NAME, serviceNetwork)),
  oom_kill_disable: flag,
  oom_score_adj: whole,
  pid: scalar('string', 'null'),
  pids_limit: number,
  platform: text,
  ports: list(port, true),
  post_start: list(hook),
  pre_stop: list(hook),
  privileged: flag,
  profiles: distinct,
  pull_policy: matching(/always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+/),
  pull_refresh_after: text,
  read_only: flag,
  restart: text,
  runtime: text,
  scale: whole,
  security_opt: distinct,
  shm_size: number,
  secrets: references,
  sysctls: pairs,
  stdin_open: flag,
  stop_grace_period: text,
  stop_signal: text,
  storage_opt: anything,
  tmpfs: textOrList,
  tty: flag,
  ulimits,
  use_api_socket: scalar('boolean'),
  user: text,
  uts: text,
  userns_mode: text,
  volumes: list(volumeMount, true),
  volumes_from: distinct,
  working_dir: text,
});

const external: Shape = either(flag, mapping({ name: text }));

const network = maybe({
  name: text,
  driver: text,
  driver_opts: options,
  ipam: mapping({
    driver: text,
    config: list(mapping({ subnet: text, ip_range: text, gateway: text, aux_addresses: named(/^.+$/, text) })),
    options: named(/^.+$/, text),
  }),
  external,
  internal: flag,
  enable_ipv4: flag,
  enable_ipv6: flag,
  attachable: flag,
  labels: pairs,
});

const volume = maybe({ name: text, driver: text, driver_opts: options, external, labels: pairs });

const fileObject = mapping({
  name: text,
  environment: text,
  file: text,
  content: text,
  external,
  labels: pairs,
  driver: text,
  driver_opts: options,
  template_driver: text,
});

export const composeFile: Shape = mapping({
  version: text,
  name: text,
  include: list(either(text, anything)),
  services: named(NAME, service),
  models: named(NAME, anything, true),
  networks: named(NAME, network, true),
  volumes: named(NAME, volume),
  secrets: named(NAME, fileObject),
  configs: named(NAME, fileObject),
});
