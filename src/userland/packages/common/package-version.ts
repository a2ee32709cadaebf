import type { SystemCalls } from '../../../kernel/program.ts';
import { decode } from '../../../kernel/text.ts';

/** The upstream version of an installed package, from dpkg's or apk's database; undefined where neither has it. */
export function packageVersion(sys: SystemCalls, name: string): string | undefined {
  const dpkg = field(sys, '/var/lib/dpkg/status', `Package: ${name}`, /^Version: (?:\d+:)?(.*)$/m);
  const apk = field(sys, '/lib/apk/db/installed', `P:${name}`, /^V:(.*)$/m);
  return (dpkg ?? apk)?.replace(/-[^-]*$/, '').replace(/[+~].*$/, '');
}

function field(sys: SystemCalls, path: string, heading: string, wanted: RegExp): string | undefined {
  if (!sys.exists(path)) return undefined;
  const text = `\n${decode(sys.readFile(path))}`;
  const at = text.indexOf(`\n${heading}\n`);
  const end = text.indexOf('\n\n', at);
  return at < 0 ? undefined : wanted.exec(text.slice(at, end < 0 ? undefined : end))?.[1];
}
