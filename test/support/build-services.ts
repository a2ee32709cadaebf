import type {
  BuildCache,
  BuildRequest,
  BuildServices,
  CacheRecord,
  ResolvedImage,
  RunStep,
  StoredBuild,
} from '../../src/build/types.ts';
import type { SolveStatus } from '../../src/engine/api/solve-status.ts';
import { gitRemote } from '../../src/engine/git/hosts.ts';
import { applyChangeSet, treeFromEntries } from '../../src/kernel/fs/apply-change-set.ts';
import type { Change, ChangeSet, DirectoryNode, OverlayFilesystem } from '../../src/kernel/fs/types.ts';
import { createImage } from '../../src/oci/assemble.ts';
import type { ContainerConfig, Image } from '../../src/oci/image.ts';
import { createLayer } from '../../src/oci/layer.ts';
import { nodePlatform } from './platform.ts';

const encoder = new TextEncoder();

export type Files = Record<
  string,
  string | { readonly text: string; readonly mode?: number; readonly mtime?: number } | null
>;

/** Files by path; null makes a directory. */
export function changesOf(files: Files): Change[] {
  const changes = new Map<string, Change>();
  const common = { uid: 0, gid: 0, mtime: 1_700_000_000_000 };
  for (const [path, content] of Object.entries(files)) {
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      const parent = path.slice(0, slash);
      if (!changes.has(parent)) changes.set(parent, { kind: 'directory', path: parent, mode: 0o755, ...common });
    }
    if (content === null) {
      changes.set(path, { kind: 'directory', path, mode: 0o755, ...common });
      continue;
    }
    const { text, mode = 0o644, mtime = common.mtime } = typeof content === 'string' ? { text: content } : content;
    const data = encoder.encode(text);
    changes.set(path, { kind: 'file', path, data, size: data.length, mode, ...common, mtime });
  }
  return [...changes.values()];
}

export function treeOf(files: Files): DirectoryNode {
  return treeFromEntries(changesOf(files));
}

export class MemoryCache implements BuildCache {
  readonly #records = new Map<string, CacheRecord>();
  readonly #builds: StoredBuild[] = [];
  get = (key: string): CacheRecord | undefined => this.#records.get(key);
  put(record: CacheRecord): void {
    this.#records.set(record.key, record);
  }
  records = (): Iterable<CacheRecord> => this.#records.values();
  remove(key: string): void {
    this.#records.delete(key);
  }
  useImage = (): boolean => false;
  builds = (): readonly StoredBuild[] => this.#builds;
  addBuild(build: StoredBuild): void {
    this.#builds.push(build);
  }
}

/** What a RUN does in a test: answers files it writes, an exit code, or text to print. */
export type FakeCommand = (step: RunStep) => { files?: Files; changes?: ChangeSet; exit?: number; output?: string };

/** An engine that is only as much as a builder needs. */
export class FakeEngine {
  readonly platform = nodePlatform();
  readonly cache = new MemoryCache();
  readonly statuses: SolveStatus[] = [];
  readonly ran: RunStep[] = [];
  readonly images = new Map<string, ResolvedImage>();
  readonly urls = new Map<string, { data: Uint8Array; lastModified?: number }>();
  command: FakeCommand = () => ({});

  addImage(reference: string, files: Files, config: ContainerConfig = { Cmd: ['sh'] }): Image {
    const layer = createLayer(changesOf(files), this.platform);
    const history = [{ created: '2024-01-01T00:00:00Z', created_by: 'ADD rootfs.tar / # buildkit' }];
    const created = '2024-01-01T00:00:00Z';
    const image = createImage({ created, architecture: 'amd64', os: 'linux', config, history }, [layer], this.platform);
    this.images.set(reference, { image, canonicalName: reference });
    return image;
  }

  services(): BuildServices {
    return {
      platform: this.platform,
      cache: this.cache,
      resolveImage: async (reference) => {
        const image = this.images.get(reference);
        if (!image) throw new Error('pull access denied, repository does not exist or may require authorization');
        return image;
      },
      fetch: async (url) => {
        const found = this.urls.get(url);
        if (!found) throw new Error(`invalid response status 404`);
        return found;
      },
      git: { remote: gitRemote, checkouts: new Map(), fetched: new Map() },
      run: async (step) => {
        this.ran.push(step);
        const { files, changes, exit = 0, output } = this.command(step);
        if (output !== undefined) step.onOutput(1, encoder.encode(output));
        if (exit !== 0) return { kind: 'exit', code: exit };
        const changeSet = changes ?? changesOf(files ?? {});
        return { kind: 'done', overlay: { changeSet: () => changeSet } as unknown as OverlayFilesystem };
      },
    };
  }

  /** Vertex names in the order they ended, with what became of them. */
  vertexes(): string[] {
    const ended = new Map<string, string>();
    for (const status of this.statuses) {
      for (const vertex of status.vertexes ?? []) {
        if (!vertex.completed || vertex.name.startsWith('[internal]')) continue;
        ended.set(vertex.name, vertex.error ? `error: ${vertex.error}` : vertex.cached ? 'CACHED' : 'done');
      }
    }
    return [...ended].map(([name, end]) => `${name} => ${end}`);
  }
}

export function request(dockerfile: string, files: Files = {}, more: Partial<BuildRequest> = {}): BuildRequest {
  return {
    dockerfile,
    dockerfileName: 'Dockerfile',
    context: treeOf(files),
    tags: ['x'],
    buildArgs: {},
    labels: {},
    ...more,
  };
}

export { applyChangeSet };
