import { BuildWatchers } from '../build/explain/watchers.ts';
import type { Builder } from '../build/types.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { MaybePromise } from '../kernel/program.ts';
import type { EngineDoor } from './api/door.ts';
import { BuildCacheStore } from './build/cache-store.ts';
import { buildRoutes } from './build/routes.ts';
import { containerRoutes } from './containers/routes.ts';
import { ContainerStore } from './containers/store.ts';
import type { EngineContext } from './context.ts';
import { drydockRoutes } from './drydock/routes.ts';
import { watchRoutes } from './drydock/watch-routes.ts';
import { EventBus, eventRoutes } from './events.ts';
import { hex } from './ids.ts';
import { imageRoutes } from './images/routes.ts';
import { ImageStore } from './images/store.ts';
import { PortAllocator } from './networks/ports.ts';
import { networkRoutes } from './networks/routes.ts';
import { NetworkStore } from './networks/store.ts';
import type { Hub } from './registries/hub.ts';
import { builtInHub } from './registry/built-in-hub.ts';
import { registryDirectory } from './registry/directory.ts';
import type { Registry } from './registry/types.ts';
import { createRouter } from './router.ts';
import { type RestoreOptions, restoreEngine } from './state/restore.ts';
import { saveEngine } from './state/save.ts';
import type { EngineState } from './state/state.ts';
import { systemRoutes } from './system/routes.ts';
import { volumeRoutes } from './volumes/routes.ts';
import { VolumeStore } from './volumes/store.ts';

export interface EngineOptions {
  readonly kernel: Kernel;
  /** Asked for when something is to be built. Left out: an engine that cannot build. */
  readonly builder?: () => MaybePromise<Builder>;
  /** What answers for docker.io: `builtInHub(() => createHub(platform))`. Left out: a hub with nothing in it. */
  readonly hub?: Registry;
  /** Addresses of names outside any container network. Left out: no name is known. */
  readonly resolveExternal?: (name: string) => string[];
  /** An engine that was saved. The host's files must be there already. */
  readonly restore?: RestoreOptions;
}

const EMPTY_HUB: Hub = { builtInRepositories: () => new Map(), findBuiltIn: () => undefined };

/** The daemon. */
export interface Engine {
  /** The only way in, for clients. */
  readonly door: EngineDoor;
  /** Everything but processes; cheap to call again, for blobs never change. */
  save(): EngineState;
  /** Starts no container again, whatever its restart policy says. */
  powerOff(): void;
}

export function createEngine(options: EngineOptions): Engine {
  const context = createContext(options);
  if (options.restore) restoreEngine(context, options.restore);
  const door = createRouter([
    ...systemRoutes(context),
    ...eventRoutes(context.events, context.platform),
    ...containerRoutes(context),
    ...buildRoutes(context),
    ...imageRoutes(context),
    ...volumeRoutes(context),
    ...networkRoutes(context),
    ...drydockRoutes(context),
    ...watchRoutes(context),
  ]);
  return {
    door,
    save: () => saveEngine(context),
    powerOff() {
      for (const container of context.containers.all()) {
        container.manuallyStopped = true;
        container.cancelRestart?.();
      }
    },
  };
}

function createContext(options: EngineOptions): EngineContext {
  const { kernel } = options;
  const { platform } = kernel;
  const events = new EventBus(platform);
  const resolveExternal = options.resolveExternal ?? (() => []);
  return {
    kernel,
    platform,
    builder: options.builder,
    registries: registryDirectory(options.hub ?? builtInHub(() => EMPTY_HUB), kernel.host.network, resolveExternal),
    events,
    images: new ImageStore(platform),
    containers: new ContainerStore(),
    volumes: new VolumeStore(kernel, events),
    networks: new NetworkStore(kernel, events),
    ports: new PortAllocator(kernel),
    execs: new Map(),
    buildCache: new BuildCacheStore(),
    buildWatchers: new BuildWatchers(),
    resolveExternal,
    daemonId: options.restore?.document.daemonId ?? uuid(platform.random(16)),
  };
}

function uuid(bytes: Uint8Array): string {
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
