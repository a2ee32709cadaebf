import { badParameter } from '../errors.ts';

const KEYS = ['label', 'apparmor', 'seccomp', 'no-new-privileges', 'writable-cgroups'];
const BOOLEANS = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];

/** moby: daemon_unix.go parseSecurityOpt. */
export function checkSecurityOptions(options: readonly string[] | null): void {
  for (const option of options ?? []) {
    if (option === 'no-new-privileges' || option === 'disable') continue;
    const separator = option.includes('=') ? '=' : ':';
    const at = option.indexOf(separator);
    if (at < 0) throw badParameter(`invalid --security-opt 1: ${JSON.stringify(option)}`);
    const [key, value] = [option.slice(0, at), option.slice(at + 1)];
    const boolean = key === 'no-new-privileges' || key === 'writable-cgroups';
    if (!KEYS.includes(key) || (boolean && !BOOLEANS.includes(value)))
      throw badParameter(`invalid --security-opt 2: ${JSON.stringify(option)}`);
  }
}
