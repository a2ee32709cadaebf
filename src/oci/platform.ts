/** Platform names (`linux/arm64/v8`) by containerd/platforms: parse, normalise, format, choose. */

export interface OciPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
  readonly osFeatures?: readonly string[];
}

/** The machine the simulation is. */
export const DEFAULT_PLATFORM: OciPlatform = { os: 'linux', architecture: 'amd64' };

const split = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const SYSTEMS = split(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos',
);
const ARCHITECTURES = split(
  '386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm',
);
const COMPONENT = /^[A-Za-z0-9_.-]+$/;
const OS_COMPONENT = /^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$/;

/** platforms.Parse. Throws its words. */
export function parsePlatform(specifier: string): OciPlatform {
  if (specifier.includes('*')) throw invalid(`${quote(specifier)}: wildcards not yet supported`);
  const [first = '', ...rest] = specifier.split('/');
  const system = OS_COMPONENT.exec(first);
  if (!system) throw invalidComponent(first, specifier, OS_COMPONENT);
  for (const part of rest) if (!COMPONENT.test(part)) throw invalidComponent(part, specifier, COMPONENT);
  const os = {
    os: normalOs(system[1]!),
    ...(system[2] && { osVersion: decodeURIComponent(system[2]) }),
    ...(system[3] && { osFeatures: system[3].slice(1).split('+').map(decodeURIComponent) }),
  };
  if (rest.length === 0) {
    if (SYSTEMS.has(os.os)) return { ...os, architecture: DEFAULT_PLATFORM.architecture };
    const found = shortArchitecture(system[1]!);
    if (ARCHITECTURES.has(found.architecture)) return { os: DEFAULT_PLATFORM.os, ...found };
    throw invalid(`${quote(specifier)}: unknown operating system or architecture`);
  }
  if (rest.length === 1) return { ...os, ...shortArchitecture(rest[0]!) };
  if (rest.length === 2) {
    const { architecture, variant } = normalArchitecture(rest[0]!, rest[1]!);
    return { ...os, architecture, ...withVariant(architecture === 'arm64' && variant === '' ? 'v8' : variant) };
  }
  throw invalid(`${quote(specifier)}: cannot parse platform specifier`);
}

/** platforms.Normalize: aliases of systems and architectures replaced. */
export function normalizePlatform(platform: OciPlatform): OciPlatform {
  const { architecture, variant } = normalArchitecture(platform.architecture, platform.variant ?? '');
  const { osVersion, osFeatures } = platform;
  return {
    os: normalOs(platform.os),
    architecture,
    ...withVariant(variant),
    ...(osVersion && { osVersion }),
    ...(osFeatures && { osFeatures }),
  };
}

/** platforms.Format: `linux/arm64/v8`. */
export function formatPlatform({ os, architecture, variant }: OciPlatform): string {
  return [os || 'unknown', architecture, variant].filter(Boolean).join('/');
}

/** platforms.FormatAll: with version and features, `windows(10.0.17763+win32k)/amd64`. */
export function formatPlatformFully(platform: OciPlatform): string {
  const { osVersion = '', osFeatures = [] } = platform;
  if (osVersion === '' && osFeatures.length === 0) return formatPlatform(platform);
  const encode = (text: string) => text.replace(/[%+()/]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const details = [encode(osVersion), ...[...osFeatures].sort().map(encode)].join('+');
  return formatPlatform({ ...platform, os: `${platform.os}(${details})` });
}

/** Which platforms serve a wanted one, and which of two serves better. */
export interface PlatformMatcher {
  match(platform: OciPlatform): boolean;
  /** As Array.sort wants it; use it with a stable sort. */
  compare(a: OciPlatform, b: OciPlatform): number;
}

/** platforms.Only: the platform and what its machines also run (arm/v7 on arm64, 386 on amd64), nearest first. */
export function onlyPlatform(wanted: OciPlatform): PlatformMatcher {
  return matcher(compatible(normalizePlatform(wanted)));
}

/** platforms.OnlyStrict: exactly the platform. */
export function onlyStrictPlatform(wanted: OciPlatform): PlatformMatcher {
  return matcher([normalizePlatform(wanted)]);
}

/** platforms.OnlyOS: any architecture of the system, the wanted one first. */
export function onlyOs(wanted: OciPlatform): PlatformMatcher {
  const normal = normalizePlatform(wanted);
  const strict = matcher([normal]);
  const match = (platform: OciPlatform) =>
    normalOs(platform.os) === normal.os && versionFits(normal, platform) && featuresFit(normal, platform);
  const rank = (platform: OciPlatform) => (strict.match(platform) ? 0 : match(platform) ? 1 : 2);
  return { match, compare: (a, b) => rank(a) - rank(b) };
}

function matcher(vector: readonly OciPlatform[]): PlatformMatcher {
  const place = (platform: OciPlatform) => {
    const normal = normalizePlatform(platform);
    const found = vector.findIndex(
      (wanted) =>
        wanted.os === normal.os &&
        wanted.architecture === normal.architecture &&
        (wanted.variant ?? '') === (normal.variant ?? '') &&
        versionFits(wanted, normal),
    );
    return found < 0 ? vector.length : found;
  };
  const shared = (platform: OciPlatform) => {
    const features = vector[0]?.osFeatures ?? [];
    return (platform.osFeatures ?? []).filter((feature) => features.includes(feature)).length;
  };
  return {
    match: (platform) => {
      const wanted = vector[place(platform)];
      return wanted !== undefined && featuresFit(wanted, platform);
    },
    compare: (a, b) => {
      const order = place(a) - place(b);
      return order !== 0 || place(a) === vector.length ? order : shared(b) - shared(a);
    },
  };
}

function featuresFit(wanted: OciPlatform, offered: OciPlatform): boolean {
  return (offered.osFeatures ?? []).every((feature) => wanted.osFeatures?.includes(feature));
}

/** Only Windows images depend on the version of the system: major, minor and build must agree where both tell. */
function versionFits(wanted: OciPlatform, offered: OciPlatform): boolean {
  if (wanted.os !== 'windows' || !wanted.osVersion || !offered.osVersion) return true;
  const build = (version: string) => version.split('.').slice(0, 3).join('.');
  return build(wanted.osVersion) === build(offered.osVersion);
}

/** The platform and what runs on it, best first. */
function compatible(platform: OciPlatform): OciPlatform[] {
  const { architecture, variant = '' } = platform;
  const other = (architecture: string, variant: string): OciPlatform => ({
    ...platform,
    architecture,
    variant: variant === '' ? undefined : variant,
  });
  const [major = 0, minor = 0] = variant.replace(/^v/, '').split('.').map(Number);
  switch (architecture) {
    case 'amd64': {
      const below = versions(major - 1, 2).map((version) => other('amd64', `v${version}`));
      return [platform, ...below, ...(major > 1 ? [other('amd64', '')] : []), other('386', '')];
    }
    case 'arm':
      return [platform, ...versions(major - 1, 5).map((version) => other('arm', `v${version}`))];
    case 'arm64': {
      const nine = major === 9 ? versions(minor, 0).map((m) => other('arm64', m === 0 ? 'v9' : `v9.${m}`)) : [];
      // Armv9.n has everything of Armv8.(n+5).
      const eight = versions(major === 9 ? Math.min(minor + 5, 9) : minor, 0);
      const eights = eight.map((m) => other('arm64', m === 0 ? '' : `v8.${m}`));
      return [platform, ...nine, ...eights, ...compatible(other('arm', 'v8'))];
    }
    default:
      return [platform];
  }
}

/** from, from-1, … to. */
function versions(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, from - to + 1) }, (_, i) => from - i);
}

function shortArchitecture(text: string): { architecture: string; variant?: string } {
  const { architecture, variant } = normalArchitecture(text, '');
  // Plain `arm` is v7; saying so would make it longer than what was asked for.
  return { architecture, ...withVariant(architecture === 'arm' && variant === 'v7' ? '' : variant) };
}

function withVariant(variant: string): { variant?: string } {
  return variant === '' ? {} : { variant };
}

function normalOs(os: string): string {
  const lower = os.toLowerCase();
  return lower === 'macos' ? 'darwin' : lower === '' ? DEFAULT_PLATFORM.os : lower;
}

function normalArchitecture(text: string, form: string): { architecture: string; variant: string } {
  const architecture = text.toLowerCase();
  const variant = form.toLowerCase();
  switch (architecture) {
    case 'i386':
      return { architecture: '386', variant: '' };
    case 'x86_64':
    case 'x86-64':
    case 'amd64':
      return { architecture: 'amd64', variant: variant === 'v1' ? '' : variant };
    case 'aarch64':
    case 'arm64':
      if (['8', 'v8', 'v8.0'].includes(variant)) return { architecture: 'arm64', variant: '' };
      if (['9', '9.0', 'v9.0'].includes(variant)) return { architecture: 'arm64', variant: 'v9' };
      return { architecture: 'arm64', variant };
    case 'armhf':
      return { architecture: 'arm', variant: 'v7' };
    case 'armel':
      return { architecture: 'arm', variant: 'v6' };
    case 'arm':
      if (variant === '' || variant === '7') return { architecture, variant: 'v7' };
      return { architecture, variant: /^[568]$/.test(variant) ? `v${variant}` : variant };
    default:
      return { architecture, variant };
  }
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function invalid(message: string): Error {
  return new Error(`${message}: invalid argument`);
}

function invalidComponent(part: string, specifier: string, pattern: RegExp): Error {
  return invalid(
    `${quote(part)} is an invalid component of ${quote(specifier)}: platform specifier component must match ${quote(pattern.source)}`,
  );
}
