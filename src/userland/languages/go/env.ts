import type { Context } from '../../commands/common/context.ts';
import { versionOf } from './version.ts';

/** go env */
export function env(context: Context, names: readonly string[]): number {
  const { sys } = context;
  const known: Readonly<Record<string, string>> = {
    CGO_ENABLED: sys.env.get('CGO_ENABLED') ?? (sys.exists('/usr/bin/gcc') ? '1' : '0'),
    GOARCH: 'amd64',
    GOOS: 'linux',
    GOPATH: sys.env.get('GOPATH') ?? `${sys.env.get('HOME') ?? '/root'}/go`,
    GOROOT: '/usr/local/go',
    GOVERSION: `go${versionOf(context)}`,
  };
  if (names.length === 0) for (const [name, value] of Object.entries(known)) context.print(`${name}='${value}'\n`);
  for (const name of names) context.print(`${known[name] ?? sys.env.get(name) ?? ''}\n`);
  return 0;
}
