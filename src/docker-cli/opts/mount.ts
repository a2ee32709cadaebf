import { ramInBytes } from '../../engine/api/units.ts';

export interface Mount {
  Type: string;
  Source?: string;
  Target: string;
  ReadOnly?: boolean;
  Consistency?: string;
  BindOptions?: {
    Propagation?: string;
    NonRecursive?: boolean;
    CreateMountpoint?: boolean;
    ReadOnlyNonRecursive?: boolean;
    ReadOnlyForceRecursive?: boolean;
  };
  VolumeOptions?: {
    NoCopy?: boolean;
    Labels?: Record<string, string>;
    DriverConfig?: { Name?: string; Options?: Record<string, string> };
    Subpath?: string;
  };
  TmpfsOptions?: { SizeBytes?: number; Mode?: number };
  ImageOptions?: { Subpath?: string };
}

/** `--mount type=volume,src=name,dst=/path,readonly` (opts.MountOpt), with its complaints. */
export function parseMount(text: string): Mount {
  if (text === '') throw new Error('EOF');
  const mount: Mount = { Type: 'volume', Target: '' };
  const volume = () => (mount.VolumeOptions ??= { DriverConfig: {} });
  const bind = () => (mount.BindOptions ??= {});
  const tmpfs = () => (mount.TmpfsOptions ??= {});
  for (const field of splitCsv(text)) {
    const equals = field.indexOf('=');
    const hasValue = equals >= 0;
    const key = (hasValue ? field.slice(0, equals) : field).toLowerCase();
    const value = hasValue ? field.slice(equals + 1) : '';
    if (!hasValue && !BARE.has(key)) throw new Error(`invalid field '${field}' must be a key=value pair`);
    switch (key) {
      case 'type':
        mount.Type = value.toLowerCase();
        break;
      case 'source':
      case 'src':
        mount.Source = value;
        break;
      case 'target':
      case 'dst':
      case 'destination':
        mount.Target = value;
        break;
      case 'readonly':
      case 'ro':
        mount.ReadOnly = boolean(key, value, hasValue);
        break;
      case 'consistency':
        mount.Consistency = value.toLowerCase();
        break;
      case 'bind-propagation':
        bind().Propagation = value.toLowerCase();
        break;
      case 'bind-nonrecursive':
        if (hasValue) throw new Error('bind-nonrecursive is deprecated, use bind-recursive=disabled instead');
        bind().NonRecursive = true;
        break;
      case 'bind-recursive':
        if (value === 'disabled') bind().NonRecursive = true;
        else if (value === 'writable') bind().ReadOnlyNonRecursive = true;
        else if (value === 'readonly') bind().ReadOnlyForceRecursive = true;
        else if (value !== 'enabled')
          throw new Error(
            `invalid value for ${key}: ${value} (must be "enabled", "disabled", "writable", or "readonly")`,
          );
        break;
      case 'volume-subpath':
        volume().Subpath = value;
        break;
      case 'volume-nocopy':
        volume().NoCopy = boolean(key, value, hasValue);
        break;
      case 'volume-label':
        addPair((volume().Labels ??= {}), value);
        break;
      case 'volume-driver':
        (volume().DriverConfig ??= {}).Name = value;
        break;
      case 'volume-opt':
        addPair(((volume().DriverConfig ??= {}).Options ??= {}), value);
        break;
      case 'image-subpath':
        (mount.ImageOptions ??= {}).Subpath = value;
        break;
      case 'tmpfs-size':
        try {
          tmpfs().SizeBytes = ramInBytes(value);
        } catch {
          throw new Error(`invalid value for ${key}: ${value}`);
        }
        break;
      case 'tmpfs-mode':
        if (!/^[0-7]+$/.test(value)) throw new Error(`invalid value for ${key}: ${value}`);
        tmpfs().Mode = Number.parseInt(value, 8);
        break;
      default:
        throw new Error(`unexpected key '${key}' in '${field}'`);
    }
  }
  if (mount.Type === '') throw new Error('type is required');
  if (mount.Target === '') throw new Error('target is required');
  for (const [options, type] of [
    ['VolumeOptions', 'volume'],
    ['BindOptions', 'bind'],
    ['TmpfsOptions', 'tmpfs'],
    ['ImageOptions', 'image'],
  ] as const)
    if (mount[options] && mount.Type !== type)
      throw new Error(`cannot mix '${type}-*' options with mount type '${mount.Type}'`);
  // In the order of Go's struct.
  const { Type, Source, Target, ...rest } = mount;
  if (rest.VolumeOptions) {
    const { NoCopy, Labels, Subpath, DriverConfig } = rest.VolumeOptions;
    rest.VolumeOptions = {
      ...(NoCopy ? { NoCopy } : {}),
      ...(Labels ? { Labels } : {}),
      ...(Subpath ? { Subpath } : {}),
      DriverConfig,
    };
  }
  return { Type, ...(Source ? { Source } : {}), Target, ...rest };
}

/** Options that may stand without a value. */
const BARE = new Set(['readonly', 'ro', 'volume-nocopy', 'bind-nonrecursive']);

/** strconv.ParseBool */
function boolean(key: string, value: string, given: boolean): boolean {
  if (!given || /^(1|t|T|true|TRUE|True)$/.test(value)) return true;
  if (/^(0|f|F|false|FALSE|False)$/.test(value)) return false;
  throw new Error(`invalid value for ${key}: ${value}`);
}

function addPair(target: Record<string, string>, text: string): void {
  const equals = text.indexOf('=');
  const key = equals < 0 ? text : text.slice(0, equals);
  if (key !== '') target[key] = equals < 0 ? '' : text.slice(equals + 1);
}

/** One record of comma separated fields, quoted ones with `""` inside (encoding/csv). */
export function splitCsv(text: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  let start = true;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[i++];
      else quoted = false;
      continue;
    }
    if (c === '"' && start) quoted = true;
    else if (c === ',') {
      fields.push(field);
      field = '';
      start = true;
      continue;
    } else field += c;
    start = false;
  }
  if (quoted)
    throw new Error(`parse error on line 1, column ${text.length + 1}: extraneous or missing " in quoted-field`);
  fields.push(field);
  return fields;
}
