import { isErrno } from '../../../../kernel/errno.ts';
import type { SystemCalls } from '../../../../kernel/system-calls.ts';
import { globPattern } from '../../../commands/common/glob.ts';

/** The files an `include` names, sorted; one without a wildcard whether it is there or not. */
export function expandInclude(sys: SystemCalls, text: string, prefix: string): string[] {
  const path = text.startsWith('/') ? text : `${prefix}/${text}`;
  if (!/[*?[]/.test(path)) return [path];
  let found = [''];
  for (const part of path.split('/').slice(1)) {
    if (!/[*?[]/.test(part)) found = found.map((parent) => `${parent}/${part}`);
    else {
      const pattern = globPattern(part);
      found = found.flatMap((parent) =>
        names(sys, parent || '/')
          .filter((name) => pattern.test(name) && !name.startsWith('.'))
          .sort()
          .map((name) => `${parent}/${name}`),
      );
    }
  }
  return found.filter((each) => sys.exists(each));
}

function names(sys: SystemCalls, directory: string): string[] {
  try {
    return sys.readdir(directory).map(({ name }) => name);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}
