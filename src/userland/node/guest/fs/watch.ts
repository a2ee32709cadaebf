import type { Emitter, ModuleFactory } from '../globals.ts';
import type { FileValues, StatsLike } from './values.ts';

/** fs.watch and fs.watchFile, over what the kernel tells of changes. */
export const fileWatching: ModuleFactory = (host, builtin, world) => {
  const { pathText } = builtin('internal/fs/values') as unknown as FileValues;
  const sync = builtin('internal/fs/paths') as unknown as {
    realpathSync(path: unknown): string;
    statSync(path: unknown): StatsLike;
    readdirSync(path: unknown): string[];
    existsSync(path: unknown): boolean;
  };
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  class Watcher extends EventEmitter {
    readonly #id: number;
    constructor(path: string, heard: (changed: string) => void) {
      super();
      this.#id = host('watch', path) as number;
      watchers.set(this.#id, heard);
    }
    close() {
      if (watchers.delete(this.#id)) host('unwatch', this.#id);
    }
    ref() {
      return this;
    }
    unref() {
      return this;
    }
  }
  const watchers = new Map<number, (changed: string) => void>();
  world.on('watch', (id: number, changed: string) => watchers.get(id)?.(changed));
  /** Tells of the file itself, or of what lies directly in the folder (all below, if asked). */
  const watch = (path: unknown, given?: unknown, listener?: unknown) => {
    const target = sync.realpathSync(path);
    const heard = typeof given === 'function' ? given : listener;
    const isDeep = typeof given === 'object' && given !== null && (given as { recursive?: boolean }).recursive === true;
    const isFolder = sync.statSync(target).isDirectory();
    const known = new Set(isFolder ? sync.readdirSync(target) : []);
    const watcher = new Watcher(target, (changed) => {
      const below = changed === target ? '' : changed.slice(target === '/' ? 1 : target.length + 1);
      if (isFolder ? below === '' || (!isDeep && below.includes('/')) : below !== '') return;
      const name = isFolder ? below : target.slice(target.lastIndexOf('/') + 1);
      const isThere = sync.existsSync(changed);
      const kind = isFolder && isThere !== known.has(name) ? 'rename' : isThere ? 'change' : 'rename';
      if (isThere) known.add(name);
      else known.delete(name);
      watcher.emit('change', kind, name);
    });
    if (typeof heard === 'function') watcher.on('change', heard as () => void);
    return watcher;
  };
  const watchedFiles = new Map<string, Watcher>();
  const watchFile = (path: unknown, given?: unknown, listener?: unknown) => {
    const target = pathText(path);
    const heard = (typeof given === 'function' ? given : listener) as (now: unknown, before: unknown) => void;
    let before = sync.statSync(target);
    const watcher = new Watcher(target, (changed) => {
      if (changed !== target || !sync.existsSync(target)) return;
      const now = sync.statSync(target);
      heard(now, before);
      before = now;
    });
    watchedFiles.set(target, watcher);
    return watcher;
  };
  const unwatchFile = (path: unknown) => {
    watchedFiles.get(pathText(path))?.close();
    watchedFiles.delete(pathText(path));
  };
  return { watch, watchFile, unwatchFile };
};
