/** The members of each part in the order in which compose writes them out, into `config` and into hashes. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const SERVICE_FIELDS = words(`
  profiles annotations attach build develop blkio_config cap_add cap_drop cgroup_parent cgroup cpu_count cpu_percent
  cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares command configs container_name credential_spec
  depends_on deploy device_cgroup_rules devices dns dns_opt dns_search dockerfile domainname entrypoint provider
  environment env_file expose extends external_links extra_hosts group_add gpus hostname healthcheck image init ipc
  isolation labels label_file links logging log_driver log_opt mem_limit mem_reservation memswap_limit mem_swappiness
  mac_address models net network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform ports privileged
  pull_policy read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal
  storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volume_driver volumes volumes_from working_dir
  post_start pre_stop
`);

export const BUILD_FIELDS = words(`
  context dockerfile dockerfile_inline entitlements args provenance sbom ssh labels cache_from cache_to no_cache
  additional_contexts pull extra_hosts isolation network target secrets shm_size tags ulimits platforms privileged
`);

export const HEALTHCHECK_FIELDS = words('test timeout interval retries start_period start_interval disable');
export const DEPENDENCY_FIELDS = words('condition restart required');
export const PORT_FIELDS = words('name mode host_ip target published protocol app_protocol');
export const MOUNT_FIELDS = words('type source target read_only consistency bind volume tmpfs image');
export const BIND_FIELDS = words('selinux propagation create_host_path recursive');
export const NETWORK_FIELDS = words(
  'name driver driver_opts ipam external internal attachable labels enable_ipv4 enable_ipv6',
);
export const POOL_FIELDS = words('subnet gateway ip_range aux_addresses');
export const ENDPOINT_FIELDS = words(`
  aliases driver_opts gw_priority interface_name ipv4_address ipv6_address link_local_ips mac_address priority
`);
export const VOLUME_FIELDS = words('name driver driver_opts external labels');
export const FILE_OBJECT_FIELDS = words(
  'name file environment content external labels driver driver_opts template_driver',
);
export const REFERENCE_FIELDS = words('source target uid gid mode');
export const DEPLOY_FIELDS = words(`
  mode replicas labels update_config rollback_config resources restart_policy placement endpoint_mode
`);
export const LIMIT_FIELDS = words('cpus memory pids devices generic_resources');

/** Members that Go keeps although they are nought, because they are pointers or say so. */
const KEPT = new Set([
  'attach',
  'init',
  'required',
  'replicas',
  'scale',
  'retries',
  'enable_ipv4',
  'enable_ipv6',
  'command',
  'entrypoint',
]);

/** In order, without what is empty; what no field names goes last, by name. */
export function ordered<T extends object>(value: object, fields: readonly string[]): T {
  const from = value as Record<string, unknown>;
  const rest = Object.keys(from)
    .filter((key) => !fields.includes(key))
    .sort();
  const result: Record<string, unknown> = {};
  for (const key of [...fields, ...rest]) {
    const inner = from[key];
    if (inner === undefined || (!KEPT.has(key) && isEmpty(inner)) || inner === null) continue;
    result[key] = inner;
  }
  return result as T;
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || value === false || value === 0 || value === '';
}

/** A service as Go's encoding/json has it: unlike all else, the two commands are written when there is nothing in them. */
export function withNulls(service: object): Record<string, unknown> {
  const from: Record<string, unknown> = { command: null, entrypoint: null, ...service };
  return Object.fromEntries(SERVICE_FIELDS.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}
