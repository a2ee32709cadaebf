import type { CreateContainerBody, ExecConfig, HostConfig } from '../api/containers.ts';
import type { EngineContext } from '../context.ts';
import { ApiError, badParameter } from '../errors.ts';
import { readJson } from '../http/body.ts';
import { empty, json } from '../http/respond.ts';
import { type Call, type Route, route } from '../http/route.ts';
import { readArchive, statPath, writeArchive } from './archive.ts';
import { attachToContainer } from './attach.ts';
import { containerChanges, exportContainer } from './changes.ts';
import type { Container } from './container.ts';
import { createContainer } from './create.ts';
import { logEvent } from './events.ts';
import { createExec } from './exec.ts';
import { execRoutes } from './exec-routes.ts';
import { headStart } from './head-start.ts';
import { inspectContainer } from './inspect.ts';
import { listContainers } from './list.ts';
import { containerLogs } from './logs.ts';
import { pruneContainers } from './prune.ts';
import { removeByRequest, removeLink } from './remove.ts';
import { startByRequest } from './start.ts';
import { containerStats } from './stats.ts';
import {
  killContainer,
  pauseContainer,
  restartContainer,
  signalToKill,
  stopContainer,
  unpauseContainer,
} from './stop.ts';
import { topOf } from './top.ts';
import { renameContainer, resizeContainer, updateContainer } from './update.ts';
import { waitForContainer } from './wait.ts';

/** moby says what it could not do, and to whom as the request called it. */
async function naming(what: string, call: Call, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 304) throw error;
    throw new ApiError(error.status, `${what}${call.params.id}: ${error.message}`);
  }
}

export function containerRoutes(context: EngineContext): Route[] {
  const of = (call: Call): Container => context.containers.resolve(call.params.id ?? '');
  const toKill = (call: Call): Container => {
    try {
      return of(call);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw new ApiError(error.status, `cannot kill container: ${call.params.id}: ${error.message}`);
    }
  };
  const stopOptions = ({ query }: Call) => ({ signal: query.get('signal') || undefined, timeout: query.number('t') });
  return [
    route('GET', '/containers/json', ({ query }) => json(200, listContainers(context, query))),
    route('POST', '/containers/create', async ({ request, query }) => {
      const { container, warnings } = createContainer(
        context,
        await readJson<CreateContainerBody>(request),
        query.get('name'),
        query.get('platform'),
      );
      return json(201, { Id: container.id, Warnings: warnings });
    }),
    route('POST', '/containers/prune', ({ query }) => json(200, pruneContainers(context, query))),
    route('GET', '/containers/{id}/json', (call) =>
      json(200, inspectContainer(context, of(call), call.query.flag('size'))),
    ),
    route('POST', '/containers/{id}/start', async (call) => {
      const container = of(call);
      startByRequest(context, container);
      await headStart(context, container);
      return empty(204);
    }),
    route('POST', '/containers/{id}/stop', async (call) => {
      const container = of(call);
      await naming('cannot stop container: ', call, () => stopContainer(context, container, stopOptions(call)));
      return empty(204);
    }),
    route('POST', '/containers/{id}/restart', async (call) => {
      const container = of(call);
      await naming('Cannot restart container ', call, () => restartContainer(context, container, stopOptions(call)));
      await headStart(context, container);
      return empty(204);
    }),
    route('POST', '/containers/{id}/kill', async (call) => {
      const signal = signalToKill(call.query.get('signal'), call.params.id ?? '');
      const container = toKill(call);
      await killContainer(context, container, signal, call.params.id ?? '');
      await headStart(context, container);
      return empty(204);
    }),
    route('POST', '/containers/{id}/pause', (call) => {
      pauseContainer(context, of(call));
      return empty(204);
    }),
    route('POST', '/containers/{id}/unpause', (call) => {
      unpauseContainer(context, of(call));
      return empty(204);
    }),
    route('POST', '/containers/{id}/wait', (call) => waitForContainer(of(call), call)),
    route('POST', '/containers/{id}/attach', (call) => attachToContainer(context, of(call), call)),
    route('GET', '/containers/{id}/logs', (call) => containerLogs(context, of(call), call)),
    route('POST', '/containers/{id}/resize', (call) => {
      const size = windowSize(call);
      const container = of(call);
      resizeContainer(container, size.rows, size.columns);
      logEvent(context, container, 'resize', { height: String(size.rows), width: String(size.columns) });
      return empty(200);
    }),
    route('GET', '/containers/{id}/top', (call) => {
      const container = of(call);
      const table = topOf(context, container, call.query.get('ps_args'));
      logEvent(context, container, 'top');
      return json(200, table);
    }),
    route('GET', '/containers/{id}/stats', (call) => containerStats(context, of(call), call)),
    route('GET', '/containers/{id}/changes', (call) => json(200, containerChanges(of(call)))),
    route('GET', '/containers/{id}/export', (call) => exportContainer(context, of(call))),
    route('HEAD', '/containers/{id}/archive', (call) => statPath(context, of(call), call)),
    route('GET', '/containers/{id}/archive', (call) => readArchive(context, of(call), call)),
    route('PUT', '/containers/{id}/archive', (call) => writeArchive(context, of(call), call)),
    route('POST', '/containers/{id}/rename', (call) => {
      renameContainer(context, of(call), call.query.get('name'));
      return empty(204);
    }),
    route('POST', '/containers/{id}/update', async (call) =>
      json(
        200,
        updateContainer(context, call.params.id ?? '', (await readJson<Partial<HostConfig>>(call.request)) ?? {}),
      ),
    ),
    route('DELETE', '/containers/{id}', async (call) => {
      if (call.query.flag('link')) removeLink(of(call), call.params.id ?? '');
      else await removeByRequest(context, of(call), { force: call.query.flag('force'), volumes: call.query.flag('v') });
      return empty(204);
    }),
    route('POST', '/containers/{id}/exec', async (call) => {
      const body = (await readJson<ExecConfig>(call.request)) ?? {};
      return json(201, { Id: createExec(context, of(call), body).id });
    }),
    ...execRoutes(context),
  ];
}

export function windowSize({ query }: Call): { rows: number; columns: number } {
  const rows = query.number('h');
  const columns = query.number('w');
  if (rows === undefined || columns === undefined || rows < 0 || columns < 0)
    throw badParameter('invalid resize height or width');
  return { rows, columns };
}
