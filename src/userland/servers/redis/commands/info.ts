import type { RedisServer } from '../server.ts';
import { REDIS_VERSION } from '../storage/persistence.ts';

/** INFO: the sections asked for, or all; what is not measured (memory, CPU) is left out. */
export function information(server: RedisServer, asked: readonly string[]): string {
  const { sys, config, persistence } = server;
  const uptime = Math.floor((sys.now() - server.started) / 1000);
  const sections: Record<string, Record<string, string | number>> = {
    Server: {
      redis_version: REDIS_VERSION,
      redis_mode: 'standalone',
      os: `${sys.uname().sysname} ${sys.uname().release} ${sys.uname().machine}`,
      arch_bits: 64,
      multiplexing_api: 'epoll',
      process_id: sys.pid,
      tcp_port: config.get('port'),
      server_time_usec: Math.floor(sys.now() * 1000),
      uptime_in_seconds: uptime,
      uptime_in_days: Math.floor(uptime / 86_400),
      hz: config.get('hz'),
      config_file: config.path ?? '',
    },
    Clients: { connected_clients: server.clients.size, maxclients: config.get('maxclients') },
    Memory: {
      maxmemory: config.get('maxmemory'),
      maxmemory_policy: config.get('maxmemory-policy'),
    },
    Persistence: {
      loading: 0,
      rdb_changes_since_last_save: persistence.dirty,
      rdb_bgsave_in_progress: Number(server.isSaving),
      rdb_last_save_time: Math.floor(persistence.lastSave / 1000),
      rdb_last_bgsave_status: persistence.lastSaveOk ? 'ok' : 'err',
      aof_enabled: Number(config.flag('appendonly')),
    },
    Stats: {
      total_connections_received: server.connectionsReceived,
      total_commands_processed: server.commandsProcessed,
    },
    Replication: { role: 'master', connected_slaves: 0 },
    Keyspace: Object.fromEntries(
      server.databases.flatMap((keys, index) =>
        keys.size === 0 ? [] : [[`db${index}`, `keys=${keys.size},expires=${keys.withExpiry}`]],
      ),
    ),
  };
  const wanted = asked.map((name) => name.toLowerCase());
  const isWanted = (name: string) =>
    wanted.length === 0 || wanted.some((each) => ['all', 'default', 'everything', name.toLowerCase()].includes(each));
  return Object.entries(sections)
    .filter(([name]) => isWanted(name))
    .map(
      ([name, values]) =>
        `# ${name}\r\n${Object.entries(values)
          .map(([key, value]) => `${key}:${value}\r\n`)
          .join('')}`,
    )
    .join('\r\n');
}
