import type { MountSpec } from '../api/containers.ts';
import { badParameter, messageOf } from '../errors.ts';
import { CONTAINER_FLAGS, parseTmpfsOptions, type TmpfsOptions } from './tmpfs-options.ts';

/** A mount as it was asked for, before volumes exist (moby: volume/mounts, linux parser). */
export interface ParsedMount {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  /** Host path, volume name, or '' for an anonymous volume. */
  readonly source: string;
  readonly target: string;
  readonly mode: string;
  readonly readOnly: boolean;
  readonly noCopy: boolean;
  readonly propagation: string;
  /** `-v` makes a missing host directory, `--mount` refuses it. */
  readonly createSource: boolean;
  readonly labels?: Record<string, string>;
  readonly driver?: string;
  readonly driverOptions?: Record<string, string>;
  readonly subpath?: string;
  readonly tmpfs?: TmpfsOptions;
}

const MODES = new Set([
  'rw',
  'ro',
  'z',
  'Z',
  'nocopy',
  'shared',
  'rshared',
  'slave',
  'rslave',
  'private',
  'rprivate',
  '',
]);
const PROPAGATIONS = ['shared', 'rshared', 'slave', 'rslave', 'private', 'rprivate'];

/** `source:target[:mode]` of `-v`. */
export function parseBind(raw: string): ParsedMount {
  const parts = raw.split(':');
  if (parts.length > 3 || parts[0] === '') throw badParameter(`invalid volume specification: '${raw}'`);
  let [source = '', target = '', mode = ''] = parts;
  if (parts.length === 1) [source, target] = ['', source];
  else if (parts.length === 2 && isMode(target)) [source, target, mode] = ['', source, target];
  if (target === '') throw badParameter(`invalid volume specification: '${raw}'`);
  if (!isMode(mode)) throw badParameter(`invalid mode: ${mode}`);
  const options = mode.split(',');
  const type = source.startsWith('/') ? 'bind' : 'volume';
  try {
    const propagation = options.find((option) => PROPAGATIONS.includes(option)) ?? '';
    if (propagation !== '' && type === 'volume') throw badParameter(`invalid mode: ${mode}`);
    return {
      type,
      source: type === 'bind' ? cleanPath(source) : source,
      target: checkTarget(type, target),
      mode,
      readOnly: options.includes('ro'),
      noCopy: options.includes('nocopy'),
      propagation: type === 'bind' ? propagation || 'rprivate' : '',
      createSource: true,
    };
  } catch (error) {
    if (messageOf(error).startsWith('invalid mode')) throw error;
    throw badParameter(`invalid volume specification: '${raw}': ${messageOf(error)}`);
  }
}

/** A path of `Config.Volumes`, taken as it is (moby: createContainerOSSpecificSettings). */
export function anonymousVolume(path: string): ParsedMount {
  return {
    type: 'volume',
    source: '',
    target: cleanPath(`/${path}`),
    mode: '',
    readOnly: false,
    noCopy: false,
    propagation: '',
    createSource: false,
  };
}

/** A `--mount`. */
export function parseMountSpec(spec: MountSpec): ParsedMount {
  const type = spec.Type;
  const fail = (why: string) => badParameter(`invalid mount config for type ${JSON.stringify(type)}: ${why}`);
  if (!['bind', 'volume', 'tmpfs'].includes(type)) throw fail('mount type unknown');
  if (!spec.Target) throw fail('field Target must not be empty');
  const target = checkTarget(type, spec.Target);
  const source = spec.Source ?? '';
  if (type === 'bind' && source === '') throw fail('field Source must not be empty');
  if (type === 'bind' && !source.startsWith('/')) {
    throw fail(`invalid mount path: '${source}' mount path must be absolute`);
  }
  if (type === 'tmpfs' && source !== '') throw fail('field Source must not be specified');
  if (type !== 'bind' && spec.BindOptions) throw fail('field BindOptions must not be specified');
  if (type !== 'volume' && spec.VolumeOptions) throw fail('field VolumeOptions must not be specified');
  const propagation = spec.BindOptions?.Propagation;
  if (propagation && !PROPAGATIONS.includes(propagation)) throw fail(`invalid propagation mode: ${propagation}`);
  const subpath = spec.VolumeOptions?.Subpath;
  if (subpath && source === '') throw fail('must not set Subpath when using anonymous volumes');
  if (subpath && (subpath.startsWith('/') || leaves(subpath)))
    throw fail('subpath must be a relative path within the volume');
  const driver = spec.VolumeOptions?.DriverConfig;
  return {
    type,
    source: type === 'bind' ? cleanPath(source) : source,
    target,
    mode: '',
    readOnly: spec.ReadOnly ?? false,
    noCopy: spec.VolumeOptions?.NoCopy ?? false,
    propagation: type === 'bind' ? propagation || 'rprivate' : '',
    createSource: spec.BindOptions?.CreateMountpoint ?? false,
    labels: spec.VolumeOptions?.Labels,
    driver: driver?.Name,
    driverOptions: driver?.Options,
    subpath,
    tmpfs: type === 'tmpfs' ? mountedTmpfs(spec) : undefined,
  };
}

/** moby: volume/mounts linuxParser.ConvertTmpfsOptions. */
function mountedTmpfs({ ReadOnly, TmpfsOptions }: MountSpec): TmpfsOptions {
  const { Mode, SizeBytes } = TmpfsOptions ?? {};
  const data = [...(Mode ? [`mode=${Mode.toString(8)}`] : []), ...(SizeBytes ? [`size=${SizeBytes}`] : [])];
  return { readOnly: ReadOnly ?? false, flags: [...CONTAINER_FLAGS, 'relatime'], data };
}

/** `--tmpfs target[:options]`. */
export function parseTmpfs(target: string, options: string): ParsedMount {
  const tmpfs = parseTmpfsOptions(options);
  if (!target.startsWith('/')) throw badParameter(`invalid mount path: '${target}' mount path must be absolute`);
  return {
    type: 'tmpfs',
    source: '',
    target: checkTarget('tmpfs', target),
    mode: options,
    readOnly: tmpfs.readOnly,
    noCopy: true,
    propagation: '',
    createSource: false,
    tmpfs,
  };
}

/** Whether a relative path climbs out of where it begins. */
function leaves(path: string): boolean {
  let depth = 0;
  for (const name of path.split('/')) {
    if (name === '..') depth--;
    else if (name !== '' && name !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** Go's path.Clean for absolute paths. */
export function cleanPath(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

function checkTarget(type: string, target: string): string {
  if (!target.startsWith('/')) {
    throw badParameter(
      `invalid mount config for type ${JSON.stringify(type)}: invalid mount path: '${target}' mount path must be absolute`,
    );
  }
  const clean = cleanPath(target);
  if (clean === '/') {
    throw badParameter(
      `invalid mount config for type ${JSON.stringify(type)}: invalid specification: destination can't be '/'`,
    );
  }
  return clean;
}

function isMode(text: string): boolean {
  const options = text.split(',');
  if (options.includes('ro') && options.includes('rw')) return false;
  return options.every((option) => MODES.has(option));
}
