import { resolvePath } from '../../client/paths.ts';
import { ordered } from './fields.ts';
import { isMapping, type Mapping, type Tree } from './tree.ts';
import type { BlockIo, DeviceRequest, Service } from './types.ts';
import { bytes, number, shown, texts, truth } from './values.ts';

/** Members of a service that ask for what this computer has not got: kept as compose keeps them, refused where it refuses. */

const items = (value: Tree | undefined): Tree[] => (Array.isArray(value) ? value : []);

export function canonicalGpus(value: Tree | undefined, path: string): DeviceRequest[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === 'all') return [{ count: -1 }];
  return items(value).map((item) => canonicalDeviceRequest(item, path));
}

export function canonicalDeviceRequest(value: Tree, path: string): DeviceRequest {
  const from: Mapping = isMapping(value) ? value : {};
  if (from.count !== undefined && from.device_ids !== undefined)
    throw new Error(`${path}.[]: "count" and "device_ids" attributes are exclusive`);
  const count = from.count === 'all' ? -1 : number(from.count);
  const all = from.count === undefined && from.device_ids === undefined;
  return ordered<DeviceRequest>(
    {
      ...from,
      capabilities: texts(from.capabilities),
      count: all ? -1 : count,
      device_ids: texts(from.device_ids),
    },
    ['capabilities', 'driver', 'count', 'device_ids', 'options'],
  );
}

const RATES = ['device_read_bps', 'device_read_iops', 'device_write_bps', 'device_write_iops'];

export function canonicalBlockIo(value: Tree | undefined, path: string): BlockIo | undefined {
  if (!isMapping(value)) return undefined;
  const rates = RATES.map((name) => [
    name,
    items(value[name]).map((item) => {
      const from = item as Mapping;
      return { path: from.path, rate: bytes(from.rate, `${path}.${name}.rate`) };
    }),
  ]);
  return ordered<BlockIo>({ ...value, weight: number(value.weight), ...Object.fromEntries(rates) }, [
    'weight',
    'weight_device',
    ...RATES,
  ]);
}

export function canonicalDevelop(value: Tree | undefined, { directory }: { directory: string }): object | undefined {
  if (!isMapping(value)) return undefined;
  const watch = items(value.watch).map((item) => {
    const from = item as Mapping;
    const path = resolvePath(directory, shown(from.path ?? '.'));
    return ordered({ ...from, path, initial_sync: truth(from.initial_sync) }, [
      'path',
      'action',
      'target',
      'exec',
      'include',
      'ignore',
      'initial_sync',
    ]);
  });
  return { ...value, watch };
}

export function canonicalProvider(value: Tree | undefined): Service['provider'] {
  if (!isMapping(value)) return undefined;
  const options = isMapping(value.options)
    ? Object.fromEntries(Object.entries(value.options).map(([name, option]) => [name, texts(option) ?? []]))
    : undefined;
  return ordered({ ...value, options }, ['type', 'options']);
}
