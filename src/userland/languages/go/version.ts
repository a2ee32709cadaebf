import type { Context } from '../../commands/common/context.ts';

/** As the image says, the installation's VERSION file, or the distribution's package. */
export function versionOf({ sys }: Context): string {
  const said = sys.env.get('GOLANG_VERSION');
  if (said) return said;
  const file = '/usr/local/go/VERSION';
  if (sys.exists(file)) return /^go(\S+)/.exec(new TextDecoder().decode(sys.readFile(file)))?.[1] ?? '1.25.4';
  return sys.exists('/var/lib/dpkg/info/golang-1.19-go.list') ? '1.19.8' : '1.24.6';
}
