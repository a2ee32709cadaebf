import { CPUS, MEMORY_BYTES, RESIDENT_BYTES } from '../../kernel/devices/hardware.ts';
import type { ApiResponse } from '../api/door.ts';
import type { EngineContext } from '../context.ts';
import { goJson, stream } from '../http/respond.ts';
import type { Call } from '../http/route.ts';
import { ChunkQueue } from '../streams/queue.ts';
import { rfc3339Nano, ZERO_TIME } from '../time.ts';
import type { Container } from './container.ts';

const PERIOD = 1000;

/** `GET /containers/{id}/stats`. Process counts are real, memory is what programs say they hold; CPU and traffic are not counted and so zero. */
export function containerStats(context: EngineContext, container: Container, { query, request }: Call): ApiResponse {
  const queue = new ChunkQueue();
  const { platform } = context;
  let previous: number | undefined;
  const send = () => {
    queue.push(new TextEncoder().encode(`${goJson(sample(context, container, previous))}\n`));
    previous = platform.now();
  };
  if (!query.flagOr('stream', true)) {
    send();
    queue.end();
  } else {
    let cancel: (() => void) | undefined;
    const tick = () => {
      if (queue.ended) return;
      if (!context.containers.find(container.id)) return queue.end();
      send();
      cancel = platform.timer(PERIOD, tick);
    };
    tick();
    request.closed?.then(() => {
      cancel?.();
      queue.end();
    });
  }
  return stream(200, 'application/json', queue);
}

function sample(context: EngineContext, container: Container, previous: number | undefined) {
  const run = container.running;
  const processes = run
    ? context.kernel.processes().filter((process) => process.namespaces.pid.id === run.namespaces.pid.id).length
    : 0;
  const io = run ? [] : null;
  const cpu = {
    cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
    ...(run ? { system_cpu_usage: Math.round(context.platform.now() * 1e6), online_cpus: CPUS } : {}),
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  };
  return {
    name: `/${container.name}`,
    id: container.id,
    read: run ? rfc3339Nano(context.platform.now()) : ZERO_TIME,
    preread: previous === undefined ? ZERO_TIME : rfc3339Nano(previous),
    pids_stats: run ? { current: processes } : {},
    blkio_stats: {
      io_service_bytes_recursive: io,
      io_serviced_recursive: io,
      io_queue_recursive: io,
      io_service_time_recursive: io,
      io_wait_time_recursive: io,
      io_merged_recursive: io,
      io_time_recursive: io,
      sectors_recursive: io,
    },
    num_procs: 0,
    storage_stats: {},
    cpu_stats: cpu,
    precpu_stats: cpu,
    memory_stats: run
      ? {
          usage: (run.memory?.used ?? 0) + processes * RESIDENT_BYTES,
          stats: {},
          limit: (container.hostConfig.Memory as number) || MEMORY_BYTES,
        }
      : {},
    ...(run && container.endpoints.size > 0
      ? {
          networks: {
            eth0: {
              rx_bytes: 0,
              rx_packets: 0,
              rx_errors: 0,
              rx_dropped: 0,
              tx_bytes: 0,
              tx_packets: 0,
              tx_errors: 0,
              tx_dropped: 0,
            },
          },
        }
      : {}),
  };
}
