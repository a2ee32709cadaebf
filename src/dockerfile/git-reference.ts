import { goQuote } from './quote.ts';

/** A git repository as a build context or a source of ADD: BuildKit's dfgitutil. */
export interface GitReference {
  /** What git is given: the URL without what only BuildKit understands. */
  readonly remote: string;
  /** `github.com` */
  readonly host: string;
  readonly overSsh: boolean;
  /** Branch, tag or commit; '' for the default branch. */
  readonly ref: string;
  /** Folder in the repository; '' for all of it. */
  readonly subdirectory: string;
  readonly checksum: string;
  readonly keepGitDirectory: boolean | undefined;
}

const SCP_STYLE = /^([a-zA-Z0-9_-]+@)([a-zA-Z0-9.-]+)(:[^?#]*)(?:\?([^#]*))?(?:#(.*))?$/;
const URL_STYLE = /^(https?|ssh|git):\/\/((?:[^/?#@]*@)?([^/?#]*))([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i;

/** undefined when the text is no reference to a repository; an error when it is one with options that make no sense. */
export function parseGitReference(text: string): GitReference | undefined {
  const url = URL_STYLE.exec(text);
  if (url) {
    const [, scheme = '', authority = '', host = '', path = '', query = '', fragment = ''] = url;
    const protocol = scheme.toLowerCase();
    // Over HTTP it is a repository only when it says so.
    if (protocol.startsWith('http') && !path.endsWith('.git')) return undefined;
    const remote = `${protocol}://${authority}${path}`;
    return withOptions({ remote, host, overSsh: protocol === 'ssh' }, query, fragment);
  }
  const scp = SCP_STYLE.exec(text);
  if (!scp) return undefined;
  const [, user = '', host = '', path = '', query = '', fragment = ''] = scp;
  return withOptions({ remote: user + host + path, host, overSsh: true }, query, fragment);
}

function withOptions(
  where: Pick<GitReference, 'remote' | 'host' | 'overSsh'>,
  query: string,
  fragment: string,
): GitReference {
  const colon = fragment.indexOf(':');
  let ref = colon < 0 ? fragment : fragment.slice(0, colon);
  let subdirectory = colon < 0 ? '' : cleaned(fragment.slice(colon + 1));
  let checksum = '';
  let keepGitDirectory: boolean | undefined;
  const named: Record<string, string> = {};
  const agree = (what: string, have: string, value: string) => {
    if (have !== '' && have !== value) throw new Error(`${what} conflicts: ${goQuote(have)} vs ${goQuote(value)}`);
    return value;
  };
  for (const [name, values] of parameters(query)) {
    const [value = ''] = values;
    if (values.length > 1) throw new Error(`query ${goQuote(name)} has multiple values`);
    const isSwitch = name === 'keep-git-dir' || name === 'submodules';
    if (value === '' && !isSwitch) throw new Error(`query ${goQuote(name)} has no value`);
    if (name === 'ref') ref = agree('ref', ref, value);
    else if (name === 'subdir') subdirectory = agree('subdir', subdirectory, value);
    else if (name === 'tag' || name === 'branch') named[name] = value;
    else if (name === 'checksum' || name === 'commit') checksum = value;
    else if (isSwitch) {
      const on = booleanOf(name, value);
      if (name === 'keep-git-dir') keepGitDirectory = on;
    } else throw new Error(`unexpected query ${goQuote(name)}`);
  }
  if (named.tag) ref = agree('ref', ref, `refs/tags/${named.tag.replace(/^refs\/tags\//, '')}`);
  if (named.branch) {
    if (named.tag) throw new Error('branch conflicts with tag');
    ref = agree('ref', ref, `refs/heads/${named.branch.replace(/^refs\/heads\//, '')}`);
  }
  return { ...where, ref, subdirectory, checksum, keepGitDirectory };
}

/** In order, each name once. */
function parameters(query: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const part of query.split('&').filter(Boolean)) {
    const equals = part.indexOf('=');
    const name = decoded(equals < 0 ? part : part.slice(0, equals));
    found.set(name, [...(found.get(name) ?? []), equals < 0 ? '' : decoded(part.slice(equals + 1))]);
  }
  return found;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function booleanOf(name: string, value: string): boolean {
  if (['', '1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value)) return false;
  throw new Error(`invalid ${name} value: ${goQuote(value)}`);
}

/** As Go's path.Join('/', …) without the slash before it: it cannot lead out of the repository. */
function cleaned(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names.join('/');
}
