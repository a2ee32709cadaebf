/** What a `--platform` names. */
export interface TargetPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string;
}

/** The simulated machine's own. */
export const machinePlatform: TargetPlatform = { os: 'linux', architecture: 'amd64', variant: '' };

const ARCHITECTURES: Record<string, [string, string]> = {
  aarch64: ['arm64', ''],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
  i386: ['386', ''],
  x86_64: ['amd64', ''],
  'x86-64': ['amd64', ''],
};
const SYSTEMS = new Set(
  'aix android darwin dragonfly freebsd illumos ios js linux netbsd openbsd plan9 solaris windows'.split(' '),
);

/** Reads `linux/arm64/v8`, `linux` or `arm64`; errors are those of containerd's platforms package. */
export function parsePlatform(text: string): TargetPlatform {
  const parts = text.split('/');
  for (const part of parts) {
    if (!/^[A-Za-z0-9_.-]+$/.test(part)) {
      const form = '^[A-Za-z0-9_-]+$';
      throw new Error(
        `"${part}" is an invalid component of "${text}": platform specifier component must match "${form}": invalid argument`,
      );
    }
  }
  if (parts.length === 1) {
    const name = parts[0]!.toLowerCase();
    if (SYSTEMS.has(name)) return { ...machinePlatform, os: name };
    const [architecture, variant] = ARCHITECTURES[name] ?? [name, ''];
    if (!/^(amd64|arm|arm64|386|ppc64le|s390x|riscv64|mips64le|mips64|loong64)$/.test(architecture)) {
      throw new Error(`"${text}": unknown operating system or architecture: invalid argument`);
    }
    return { os: 'linux', architecture, variant: architecture === 'arm' ? variant || 'v7' : variant };
  }
  if (parts.length > 3) throw new Error(`"${text}": cannot parse platform specifier: invalid argument`);
  const [os, architectureName, variantName = ''] = parts.map((part) => part.toLowerCase());
  const [architecture, implied] = ARCHITECTURES[architectureName!] ?? [architectureName!, ''];
  const variant = variantName || implied;
  if (architecture === 'arm64' && variant === 'v8') return { os: os!, architecture, variant: '' };
  return { os: os!, architecture, variant: architecture === 'arm' ? variant || 'v7' : variant };
}

export function formatPlatform(platform: TargetPlatform): string {
  return [platform.os, platform.architecture, platform.variant].filter((part) => part !== '').join('/');
}

/** The ARGs every Dockerfile has before its first line. */
export function platformArgs(
  build: TargetPlatform,
  target: TargetPlatform,
  stage: string,
  given: Readonly<Record<string, string>>,
): [string, string][] {
  const defaults: [string, string][] = [
    ['BUILDPLATFORM', formatPlatform(build)],
    ['BUILDOS', build.os],
    ['BUILDOSVERSION', ''],
    ['BUILDARCH', build.architecture],
    ['BUILDVARIANT', build.variant],
    ['TARGETPLATFORM', formatPlatform(target)],
    ['TARGETOS', target.os],
    ['TARGETOSVERSION', ''],
    ['TARGETARCH', target.architecture],
    ['TARGETVARIANT', target.variant],
    ['TARGETSTAGE', stage || 'default'],
  ];
  return defaults.map(([name, value]) => [name, given[name] ?? value]);
}
