const SYSTEMS =
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos';
const ARCHITECTURES =
  '386 i386 amd64 x86_64 x86-64 arm armhf armel arm64 aarch64 ppc ppc64 ppc64le loong64 mips mipsle mips64 mips64le riscv riscv64 s390 s390x sparc sparc64 wasm';
const KNOWN = new Set(`${SYSTEMS} ${ARCHITECTURES} macos`.split(' '));

/** Platforms as the API's `platform` has them; `complain` puts the command's own words around what is none. */
export function platformQuery(
  platforms: readonly string[],
  complain = (reason: string): string => `invalid platform: ${reason}`,
): string[] {
  return platforms
    .flatMap((text) => text.split(','))
    .map((text) => {
      try {
        checkPlatform(text);
      } catch (error) {
        throw new Error(complain((error as Error).message));
      }
      const [first = '', second, variant] = text.toLowerCase().split('/');
      const isSystem = second !== undefined || SYSTEMS.split(' ').includes(first);
      const [os, architecture] = isSystem ? [first, second ?? 'amd64'] : ['linux', first];
      return JSON.stringify({ os, architecture, ...(variant ? { variant } : {}) });
    });
}

/** Refuses what is no platform, in containerd's words (platforms.Parse). */
export function checkPlatform(text: string): void {
  const parts = text.split('/');
  const wrong = parts.find((part) => !/^[A-Za-z0-9_.-]+$/.test(part));
  if (wrong !== undefined)
    throw new Error(
      `${JSON.stringify(wrong)} is an invalid component of ${JSON.stringify(text)}: platform specifier component must match "^[A-Za-z0-9_.-]+$": invalid argument`,
    );
  if (parts.length > 3) throw new Error(`${JSON.stringify(text)}: cannot parse platform specifier: invalid argument`);
  if (parts.length === 1 && !KNOWN.has(text.toLowerCase()))
    throw new Error(`${JSON.stringify(text)}: unknown operating system or architecture: invalid argument`);
}
