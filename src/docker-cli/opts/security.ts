import { resolvePath } from '../client/paths.ts';
import { messageOf } from '../errors.ts';
import type { CliHost } from '../host.ts';

/** cli/command/container/opts.go parseSecurityOpts and parseSystemPaths. */
export function readSecurityOptions(
  host: CliHost,
  given: readonly string[],
): { options: string[]; unconfinedPaths: boolean } {
  const options = given.map((option) => readOption(host, option));
  const kept = options.filter((option) => option !== 'systempaths=unconfined');
  return { options: kept, unconfinedPaths: kept.length < options.length };
}

function readOption(host: CliHost, option: string): string {
  const separator = option.includes('=') || option === 'no-new-privileges' ? '=' : ':';
  const at = option.indexOf(separator);
  const key = at < 0 ? option : option.slice(0, at);
  const value = at < 0 ? '' : option.slice(at + 1);
  if (value === '' && key !== 'no-new-privileges') throw new Error(`Invalid --security-opt: ${JSON.stringify(option)}`);
  if (key !== 'seccomp' || value === 'unconfined' || value === 'builtin') return option;
  return `seccomp=${profile(host, value)}`;
}

function profile(host: CliHost, file: string): string {
  let text: string;
  try {
    text = new TextDecoder().decode(host.files.read(resolvePath(host.cwd(), file)));
  } catch (error) {
    throw new Error(`opening seccomp profile (${file}) failed: open ${file}: ${messageOf(error)}`);
  }
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    throw new Error(`compacting json for seccomp profile (${file}) failed: ${messageOf(error)}`);
  }
}
