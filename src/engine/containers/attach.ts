import type { ApiResponse } from '../api/door.ts';
import type { EngineContext } from '../context.ts';
import { conflict } from '../errors.ts';
import { type HijackedConnection, hijack } from '../http/hijack.ts';
import type { Call } from '../http/route.ts';
import { DetachFilter, parseDetachKeys } from '../streams/detach-keys.ts';
import { frame, MULTIPLEXED_STREAM, RAW_STREAM } from '../streams/multiplex.ts';
import type { Container } from './container.ts';
import { logEvent } from './events.ts';
import type { Stdio } from './stdio.ts';

export interface StreamChoice {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
  readonly detachKeys: string;
}

/** `POST /containers/{id}/attach`. */
export function attachToContainer(context: EngineContext, container: Container, { query, request }: Call): ApiResponse {
  const { Tty, OpenStdin, StdinOnce } = container.config;
  if (container.paused) throw conflict(`container ${container.name} is paused, unpause the container before attach`);
  if (container.cancelRestart)
    throw conflict(`container ${container.name} is restarting, wait until the container is running`);
  const choice: StreamChoice = {
    stdin: query.flag('stdin') && OpenStdin,
    stdout: query.flag('stdout'),
    stderr: query.flag('stderr'),
    tty: Tty,
    detachKeys: query.get('detachKeys'),
  };
  parseDetachKeys(choice.detachKeys);
  const { response, connection } = hijack(request, Tty ? RAW_STREAM : MULTIPLEXED_STREAM);
  if (query.flag('logs')) {
    for (const entry of container.log.entries) {
      if (entry.stream === 1 ? choice.stdout : choice.stderr) {
        connection.output.push(Tty ? entry.text : frame(entry.stream, entry.text));
      }
    }
  }
  if (!query.flag('stream')) {
    connection.output.end();
    return response;
  }
  logEvent(context, container, 'attach');
  connectStreams(container.stdio, connection, choice, {
    closeStdin: StdinOnce && !Tty,
    onDetach: () => logEvent(context, container, 'detach'),
  });
  return response;
}

/** Joins a hijacked connection to a container's or an exec's streams until either side ends. */
export function connectStreams(
  stdio: Stdio,
  connection: HijackedConnection,
  choice: StreamChoice,
  options: { closeStdin: boolean; onDetach(): void },
): void {
  const { output, input } = connection;
  const detach = stdio.attach(
    (stream, bytes) => {
      if (output.ended) return leave();
      if (!(stream === 1 ? choice.stdout : choice.stderr)) return undefined;
      return output.push(choice.tty ? bytes : frame(stream, bytes));
    },
    () => output.end(),
  );
  if (choice.stdin) void readInput();

  function leave(): undefined {
    detach();
    output.end();
  }

  async function readInput(): Promise<void> {
    const filter = choice.tty ? new DetachFilter(parseDetachKeys(choice.detachKeys)) : undefined;
    for await (const bytes of input) {
      const typed = filter ? filter.pass(bytes) : bytes;
      if (typed.length > 0) await stdio.input(typed);
      if (filter?.detached) {
        leave();
        options.onDetach();
        return;
      }
    }
    if (options.closeStdin) stdio.endInput();
    // moby (container/stream/attach.go): who stops typing at a terminal is let go. Clients detach so over TCP.
    else leave();
  }
}
