import type { BuildWatchers } from '../build/explain/watchers.ts';
import type { Builder } from '../build/types.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Platform } from '../kernel/platform.ts';
import type { MaybePromise } from '../kernel/program.ts';
import type { BuildCacheStore } from './build/cache-store.ts';
import type { Exec } from './containers/exec.ts';
import type { ContainerStore } from './containers/store.ts';
import type { EventBus } from './events.ts';
import type { ImageStore } from './images/store.ts';
import type { PortAllocator } from './networks/ports.ts';
import type { NetworkStore } from './networks/store.ts';
import type { RegistryDirectory } from './registry/types.ts';
import type { VolumeStore } from './volumes/store.ts';

/** Everything the daemon's parts share. Held by one engine; nothing here is global. */
export interface EngineContext {
  readonly kernel: Kernel;
  readonly platform: Platform;
  readonly builder: (() => MaybePromise<Builder>) | undefined;
  readonly registries: RegistryDirectory;
  readonly events: EventBus;
  readonly images: ImageStore;
  readonly containers: ContainerStore;
  readonly volumes: VolumeStore;
  readonly networks: NetworkStore;
  readonly ports: PortAllocator;
  readonly execs: Map<string, Exec>;
  readonly buildCache: BuildCacheStore;
  readonly buildWatchers: BuildWatchers;
  /** What a name outside any container means to a container: the simulated internet's answer. */
  readonly resolveExternal: (name: string) => string[];
  /** Shown by `docker info`. */
  readonly daemonId: string;
}
