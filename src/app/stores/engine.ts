import { create } from 'zustand';
import type { BuildEvent, BuildPlan, BuildRecord, ImageLayer, WritableLayer } from '../../engine/api/drydock.ts';
import type { NetworkInspect } from '../../engine/api/networks.ts';
import type { Volume } from '../../engine/api/volumes.ts';
import { callback, type RemoteMachine } from '../../worker/client.ts';
import type { EngineChange } from '../../worker/protocol.ts';
import { messages } from '../messages/messages.ts';

export interface ImageSummary {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly Size: number;
  readonly Created: number;
}

export interface ContainerSummary {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Image: string;
  readonly ImageID: string;
  readonly State: string;
  readonly Status: string;
  readonly Ports: readonly {
    readonly PublicPort?: number;
    readonly PrivatePort: number;
    readonly IP?: string;
    readonly Type: string;
  }[];
  readonly Mounts: readonly {
    readonly Type: string;
    readonly Name?: string;
    readonly Source: string;
    readonly Destination: string;
    readonly RW: boolean;
  }[];
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>> };
}

export type NetworkSummary = Pick<NetworkInspect, 'Name' | 'Id' | 'Driver' | 'Internal' | 'IPAM'>;

/** What the engine last answered. Nothing here is decided by the page. */
interface EngineState {
  readonly plan: BuildPlan | undefined;
  readonly builds: readonly BuildRecord[];
  /** The build that is under way, as its watchers hear of it. */
  readonly live: BuildRecord | undefined;
  readonly running: ReadonlySet<number>;
  readonly images: readonly ImageSummary[];
  readonly containers: readonly ContainerSummary[];
  readonly networks: readonly NetworkSummary[];
  readonly volumes: readonly Volume[];
  readonly upper: Readonly<Record<string, WritableLayer>>;
  readonly layers: Readonly<Record<string, readonly ImageLayer[]>>;
  /** How the last archive that was opened fares. */
  readonly loading: string | undefined;
}

export interface ImageDetails {
  readonly Size: number;
  readonly Config: Readonly<Record<string, unknown>>;
}

const nothing: EngineState = {
  plan: undefined,
  builds: [],
  live: undefined,
  running: new Set(),
  images: [],
  containers: [],
  networks: [],
  volumes: [],
  upper: {},
  layers: {},
  loading: undefined,
};

export const useEngine = create<EngineState>(() => nothing);

/** Another computer comes: nothing is known of its engine. */
export function forgetEngine(): void {
  useEngine.setState(nothing);
}

const decoder = new TextDecoder();

async function get<T>(
  machine: RemoteMachine,
  path: string,
  query: Record<string, string> = {},
): Promise<T | undefined> {
  const response = await machine.api({ method: 'GET', path, query });
  return response.status < 300 ? (JSON.parse(decoder.decode(response.body)) as T) : undefined;
}

/** Asks again for what changes may have touched; changes that come while it asks are served once, afterwards. */
export function followEngine(machine: RemoteMachine, changes: readonly EngineChange[]): void {
  const events = changes.flatMap((change) => (change.kind === 'build-event' ? [change.event] : []));
  if (events.length > 0) useEngine.setState((state) => events.reduce<BuildState>(afterEvent, state));
  const ended = events.some(({ kind }) => kind === 'finished');
  if (ended || changes.some(({ kind }) => kind === 'engine' || kind === 'build')) everything.refresh(machine, '');
  for (const change of changes) if (change.kind === 'layer') upperOf.refresh(machine, change.container);
}

export function refreshPlan(machine: RemoteMachine): void {
  planning.refresh(machine, '');
}

/** The layers of an image, asked for when a view wants them. */
export async function loadLayers(machine: RemoteMachine, imageId: string): Promise<void> {
  if (useEngine.getState().layers[imageId]) return;
  const layers = await get<ImageLayer[]>(machine, `/drydock/images/${imageId}/layers`);
  if (layers) useEngine.setState((state) => ({ layers: { ...state.layers, [imageId]: layers } }));
}

/** An image's size and configuration, or undefined when it is gone. */
export function inspectImage(machine: RemoteMachine, id: string): Promise<ImageDetails | undefined> {
  return get<ImageDetails>(machine, `/images/${id}/json`);
}

/** Loads a `docker save` tar, as `docker load` would; the page only hands the file over. */
export async function loadImageArchive(machine: RemoteMachine, file: File): Promise<void> {
  useEngine.setState({ loading: messages().views.image.reading(file.name) });
  let answered = false;
  try {
    const progress = (read: number) => {
      if (answered) return;
      const done = Math.floor((read / file.size) * 100);
      const { image } = messages().views;
      useEngine.setState({ loading: done < 100 ? image.read(file.name, done) : image.unpacking(file.name) });
    };
    const response = await machine.loadArchive(file, callback(progress));
    // The calls about progress come another way and may come last.
    answered = true;
    const lines = decoder
      .decode(response.body)
      .split('\n')
      .filter((line) => line !== '');
    const told = lines.map((line) => JSON.parse(line) as { stream?: string; error?: string; message?: string });
    const failed = told.find((message) => message.error ?? message.message);
    const last = told.findLast((message) => message.stream)?.stream?.trim();
    useEngine.setState({
      loading: failed ? (failed.error ?? failed.message) : (last ?? messages().views.image.loaded(file.name)),
    });
  } catch (error) {
    useEngine.setState({ loading: (error as Error).message });
  }
}

type BuildState = Pick<EngineState, 'live' | 'running'>;

/** What is known of a build once one more of its events is. */
function afterEvent({ live, running }: BuildState, event: BuildEvent): BuildState {
  if (event.kind === 'started') return { live: event.record, running: new Set() };
  if (event.kind === 'finished') return { live: undefined, running: new Set() };
  const { step } = event;
  const now = new Set(running);
  if (event.running) now.add(step.step);
  else now.delete(step.step);
  const steps = live?.steps.map((each) => (each.step === step.step ? step : each)) ?? [];
  return { running: now, live: live && { ...live, steps } };
}

/** Runs one refresh at a time for a key; one more when it was asked for meanwhile. */
class Refresher {
  #busy = new Map<string, boolean>();
  readonly #run: (machine: RemoteMachine, key: string) => Promise<void>;

  constructor(run: (machine: RemoteMachine, key: string) => Promise<void>) {
    this.#run = run;
  }

  refresh(machine: RemoteMachine, key: string): void {
    if (this.#busy.has(key)) {
      this.#busy.set(key, true);
      return;
    }
    this.#busy.set(key, false);
    void this.#run(machine, key).finally(() => {
      const again = this.#busy.get(key);
      this.#busy.delete(key);
      if (again) this.refresh(machine, key);
    });
  }
}

const planning = new Refresher(async (machine) => {
  useEngine.setState({ plan: await machine.plan() });
});

const upperOf = new Refresher(async (machine, container) => {
  const upper = await get<WritableLayer>(machine, `/drydock/containers/${container}/upper`);
  if (upper) useEngine.setState((state) => ({ upper: { ...state.upper, [container]: upper } }));
});

const everything = new Refresher(async (machine) => {
  const [images, containers, builds, networks, volumes] = await Promise.all([
    get<ImageSummary[]>(machine, '/images/json'),
    get<ContainerSummary[]>(machine, '/containers/json', { all: '1' }),
    get<BuildRecord[]>(machine, '/drydock/builds'),
    get<NetworkSummary[]>(machine, '/networks'),
    get<{ Volumes: Volume[] | null }>(machine, '/volumes'),
  ]);
  useEngine.setState({
    images: images ?? [],
    containers: containers ?? [],
    builds: builds ?? [],
    networks: networks ?? [],
    volumes: volumes?.Volumes ?? [],
  });
  for (const container of containers ?? []) upperOf.refresh(machine, container.Id);
  planning.refresh(machine, '');
});
