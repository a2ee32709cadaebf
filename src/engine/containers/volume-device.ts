import type { Filesystem } from '../../kernel/fs/types.ts';
import type { EngineContext } from '../context.ts';
import { systemError } from '../errors.ts';
import type { Container } from './container.ts';
import { parseTmpfsOptions, tmpfsSettings } from './tmpfs-options.ts';

type Device = { readonly path: string } | { readonly tmpfs: Filesystem; readonly options: string };

/** Of each engine, the tmpfs that a volume is while containers run with it. */
const mounted = new WeakMap<EngineContext, Map<string, Filesystem>>();

/** What a volume of `-o type=… -o device=… -o o=…` shows in place of its own folder (moby: volume/local, mount(2)). */
export function deviceOf(context: EngineContext, container: Container, name: string): Device | undefined {
  const volume = context.volumes.get(name);
  const { type, o = '', device = '' } = volume?.Options ?? {};
  if (!volume || type === undefined) return undefined;
  const fail = (what: string, why: string) =>
    systemError(
      `error while mounting volume '${volume.Mountpoint}': failed to mount local volume: mount ${device}:${volume.Mountpoint}${what}: ${why}`,
    );
  const data = o === '' ? '' : `, data: ${o}`;
  if (o.split(',').includes('bind')) {
    if (!context.kernel.host.mount.files().exists(device)) throw fail(', flags: 0x1000', 'no such file or directory');
    return { path: device };
  }
  if (type !== 'tmpfs') {
    const missing = device.startsWith('/dev/') && !context.kernel.host.mount.files().exists(device);
    throw fail(data, missing ? 'no such file or directory' : 'no such device');
  }
  const { flags, data: given } = parseTmpfsOptions(o, []);
  const settings = tmpfsSettings(given);
  if (!settings) throw fail(data, 'invalid argument');
  const all = mounted.get(context) ?? new Map<string, Filesystem>();
  mounted.set(context, all);
  const inUse = context.containers
    .all()
    .some((other) => other !== container && other.running && other.mounts.some(({ Name }) => Name === name));
  const tmpfs = (inUse && all.get(name)) || context.kernel.createTmpfs(settings);
  all.set(name, tmpfs);
  return { tmpfs, options: [...flags, ...settings.shown].join(',') };
}
