import { checkFields, flag, free, isNeutral, never, number, oneOf, type Rules, text } from './fields.ts';
import { withSessionLabel } from './labels.ts';
import { insideWorkspace, type Policy, Refused, Unfit } from './policy.ts';

/** What mounts need besides their own words: volumes must be the session's, folders must not be links. */
export interface MountNeeds {
  readonly volumes: Set<string>;
  /** Below the workspace; '' is the workspace. */
  readonly folders: Set<string>;
}

const VOLUME_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;
const BIND_OPTIONS = ['ro', 'rw', 'z', 'Z', 'rprivate', 'private', 'nocopy', 'consistent', 'cached', 'delegated'];
/** An engine knows these as well; any other it would not take either, and says so in these words. */
const REFUSED_OPTIONS = [
  'shared',
  'rshared',
  'slave',
  'rslave',
  'U',
  'O',
  'exec',
  'dev',
  'suid',
  'idmap',
  'upperdir',
  'workdir',
];

/** `/root/hello:/app:ro`, `data:/var/lib/data`: with the folder of this machine in its place. */
export function checkBind(policy: Policy, bind: unknown, needs: MountNeeds): string {
  if (typeof bind !== 'string') throw new Refused('a bind that is no text', 400);
  const [source = '', target = '', options = '', ...rest] = bind.split(':');
  if (rest.length > 0 || target === '') throw new Unfit(`invalid volume specification: '${bind}'`);
  for (const option of options.split(',')) {
    if (option === '' || BIND_OPTIONS.includes(option)) continue;
    if (REFUSED_OPTIONS.includes(option.split('=')[0]!)) throw new Refused(`the mount option ${option} of ${bind}`);
    throw new Unfit(`invalid mode: ${options}`);
  }
  const tail = options === '' ? target : `${target}:${options}`;
  if (source.startsWith('/') || source.startsWith('.') || source.includes('\\'))
    return `${folder(policy, source, needs)}:${tail}`;
  return `${volume(source, needs)}:${tail}`;
}

/** `--mount` and what compose sends. */
export function checkMount(policy: Policy, mount: unknown, needs: MountNeeds): Record<string, unknown> {
  const { Type } = (mount ?? {}) as { Type?: unknown };
  const common: Rules = { Type: text, Target: text, ReadOnly: flag, Consistency: text };
  switch (Type) {
    case 'bind':
      return checkFields(
        mount,
        {
          ...common,
          Source: (value) => folder(policy, String(value), needs),
          BindOptions: (value) => checkFields(value, bindOptions, 'BindOptions'),
        },
        'a mount',
      );
    case 'volume':
      return checkFields(
        mount,
        {
          ...common,
          Source: (value) => (isNeutral(value) ? undefined : volume(String(value), needs)),
          VolumeOptions: (value) => checkFields(value, volumeOptions(policy), 'VolumeOptions'),
        },
        'a mount',
      );
    case 'tmpfs':
      return checkFields(
        mount,
        {
          ...common,
          TmpfsOptions: (value) =>
            checkFields(value, { SizeBytes: number(0, policy.limits.memory), Mode: number(0, 0o7777) }, 'TmpfsOptions'),
        },
        'a mount',
      );
    default:
      throw new Refused(`a mount of the type ${JSON.stringify(Type)}`);
  }
}

const bindOptions: Rules = {
  Propagation: oneOf(
    ['', 'rprivate', 'private'],
    'mount propagation: a mount made inside would appear on this machine',
  ),
  NonRecursive: flag,
  CreateMountpoint: flag,
};

function volumeOptions(policy: Policy): Rules {
  return {
    NoCopy: flag,
    Labels: (value) => withSessionLabel(value, policy),
    Subpath: text,
    DriverConfig: (value) =>
      checkFields(
        value,
        {
          Name: oneOf(['', 'local'], 'a volume driver'),
          Options: never('options of a volume driver: they can mount any folder'),
        },
        'DriverConfig',
      ),
  };
}

function folder(policy: Policy, source: string, needs: MountNeeds): string {
  const inside = insideWorkspace(policy, source);
  needs.folders.add(inside);
  return inside === '' ? policy.workspace!.real : `${policy.workspace!.real}/${inside}`;
}

function volume(name: string, needs: MountNeeds): string {
  checkVolumeName(name);
  needs.volumes.add(name);
  return name;
}

function checkVolumeName(name: string): void {
  if (VOLUME_NAME.test(name)) return;
  throw new Unfit(
    `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
  );
}

/** `POST /volumes/create` */
export function checkVolume(policy: Policy, body: unknown): Record<string, unknown> {
  const checked = checkFields(
    body,
    {
      Name: (value) => {
        if (isNeutral(value)) return undefined;
        checkVolumeName(String(value));
        return value;
      },
      Driver: oneOf(['', 'local'], 'a volume driver other than local'),
      DriverOpts: never('options of a volume driver: they can mount any folder of this machine'),
      Labels: free,
    },
    'a volume',
  );
  return { ...checked, Labels: withSessionLabel(checked.Labels, policy) };
}
