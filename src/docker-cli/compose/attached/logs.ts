import type { ContainerState } from '../../../engine/api/containers.ts';
import { demultiplex } from '../../client/demultiplex.ts';
import type { Compose } from '../project.ts';
import { LineCutter, type LogConsumer } from '../show/log-consumer.ts';

export interface LogOptions {
  readonly follow?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly tail?: string;
  readonly timestamps?: boolean;
  /** Follows what the container says from its start on. */
  readonly sinceStart?: boolean;
  readonly closed?: Promise<void>;
}

/** Gives the lines of a container's log to a consumer, both streams as one. */
export async function followLogs(
  { cli }: Compose,
  consumer: LogConsumer,
  id: string,
  name: string,
  options: LogOptions,
): Promise<void> {
  const container = await cli.engine.get<{ Config: { Tty: boolean }; State: ContainerState }>(`/containers/${id}/json`);
  const { body } = await cli.engine.request('GET', `/containers/${id}/logs`, {
    query: {
      stdout: true,
      stderr: true,
      follow: options.sinceStart ?? options.follow,
      since: options.sinceStart ? container.State.StartedAt : options.since,
      until: options.until,
      tail: options.tail,
      timestamps: options.timestamps,
    },
    closed: options.closed,
  });
  const cutter = new LineCutter((line) => consumer.log(name, line));
  if (container.Config.Tty) for await (const chunk of body) cutter.write(chunk);
  else for await (const { data } of demultiplex(body)) cutter.write(data);
  // What does not end with a line break is never seen: compose does not close its line writer here.
}
