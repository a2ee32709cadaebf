import type { BuildMount } from '../../build/types.ts';
import { emptyRoot } from '../../kernel/fs/tree.ts';
import type { DirectoryNode, Filesystem, OverlayFilesystem } from '../../kernel/fs/types.ts';
import type { EngineContext } from '../context.ts';

type Cache = BuildMount & { readonly type: 'cache' };

const numbers = new WeakMap<DirectoryNode, number>();
let last = 0;

/** The cache mounts of one step: `RUN --mount=type=cache`, kept by the engine between builds. */
export class CacheMounts {
  readonly #context: EngineContext;
  readonly #taken: string[] = [];

  constructor(context: EngineContext) {
    this.#context = context;
  }

  take(mount: Cache, argv: readonly string[]): Filesystem {
    const { buildCache, platform } = this.#context;
    const key = this.#keyOf(mount);
    this.#taken.push(key);
    buildCache.mountsInUse.add(key);
    if (mount.fresh) buildCache.mounts.delete(key);
    const known = buildCache.mounts.get(key);
    const now = platform.now();
    if (known) {
      buildCache.mounts.set(key, { ...known, lastUsedAt: now, usageCount: known.usageCount + 1 });
      return known.filesystem;
    }
    const filesystem = this.#begin(mount);
    const description = `cached mount ${mount.target} from exec ${argv.join(' ')} with id "/${mount.id}"`;
    const beganEmpty = mount.from === undefined;
    buildCache.mounts.set(key, { filesystem, beganEmpty, description, createdAt: now, lastUsedAt: now, usageCount: 1 });
    return filesystem;
  }

  /** The step is over. */
  release(): void {
    for (const key of this.#taken.splice(0)) this.#context.buildCache.mountsInUse.delete(key);
  }

  /** Caches of one id that begin differently are different ones; a private one is not shared with a step that runs beside. */
  #keyOf({ id, from, uid, gid, mode, sharing }: Cache): string {
    const begins = from ? `from ${numberOf(from)}` : `${uid}:${gid} ${mode.toString(8)}`;
    const key = `${id} ${begins}`;
    if (sharing !== 'private') return key;
    let number = 1;
    const numbered = () => (number === 1 ? key : `${key} #${number}`);
    while (this.#context.buildCache.mountsInUse.has(numbered())) number++;
    return numbered();
  }

  #begin({ from, mode, uid, gid }: Cache): OverlayFilesystem {
    const { kernel } = this.#context;
    const filesystem = kernel.createOverlay(from ?? emptyRoot);
    if (from) return filesystem;
    const files = kernel.createMountNamespace(filesystem).files();
    files.chmod('/', mode);
    files.chown('/', uid, gid);
    return filesystem;
  }
}

function numberOf(tree: DirectoryNode): number {
  let number = numbers.get(tree);
  if (number === undefined) numbers.set(tree, (number = ++last));
  return number;
}
