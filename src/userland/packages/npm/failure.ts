/** Ends an npm command: what it prints after `npm error`, line by line, and its exit status. */
export class NpmFailure extends Error {
  readonly lines: readonly string[];
  readonly status: number;

  constructor(lines: readonly string[], status = 1) {
    super(lines.join('\n'));
    this.lines = lines;
    this.status = status;
  }
}

export const failure = {
  notFound: (name: string, wanted: string) =>
    new NpmFailure([
      'code E404',
      `404 Not Found - GET https://registry.npmjs.org/${name.replace('/', '%2f')} - Not found`,
      '404',
      `404  '${name}@${wanted}' is not in this registry.`,
      '404',
      '404 Note that you can also install from a',
      '404 tarball, folder, http url, or git url.',
      `drydock: not simulated: the whole npm registry; this one holds a few hundred packages, and '${name}' is not among them`,
    ]),

  noTarget: (name: string, wanted: string, published: readonly string[]) =>
    new NpmFailure([
      'code ETARGET',
      `notarget No matching version found for ${name}@${wanted}.`,
      'notarget In most cases you or one of your dependencies are requesting',
      "notarget a package version that doesn't exist.",
      `drydock: not simulated: every version; the registry here has ${name} ${published.join(', ')}`,
    ]),

  offline: (name: string) =>
    new NpmFailure([
      'code EAI_AGAIN',
      'syscall getaddrinfo',
      'errno EAI_AGAIN',
      `request to https://registry.npmjs.org/${name.replace('/', '%2f')} failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org`,
    ]),

  /** A system call that failed; `doing` is its name. */
  system: (code: string, errno: number, doing: string, path: string, words: string) => {
    const text = `${code}: ${words}, ${doing} '${path}'`;
    const lines = [`code ${code}`, `syscall ${doing}`, `path ${path}`, `errno ${errno}`];
    if (code === 'EACCES' || code === 'EPERM') {
      lines.push(
        `Error: ${text}`,
        `    at async ${doing} (node:internal/fs/promises) {`,
        `  errno: ${errno},`,
        `  code: '${code}',`,
        `  syscall: '${doing}',`,
        `  path: '${path}'`,
        '}',
        '',
        'The operation was rejected by your operating system.',
        'It is likely you do not have the permissions to access this file as the current user',
        '',
        'If you believe this might be a permissions issue, please double-check the',
        'permissions of the file and its containing directories, or try running',
        'the command again as root/Administrator.',
      );
    } else lines.push(text);
    return new NpmFailure(lines, errno & 255);
  },

  noManifest: (path: string) =>
    new NpmFailure(
      [
        'code ENOENT',
        'syscall open',
        `path ${path}`,
        'errno -2',
        `enoent Could not read package.json: Error: ENOENT: no such file or directory, open '${path}'`,
        'enoent This is related to npm not being able to find a file.',
        'enoent',
      ],
      254,
    ),

  badManifest: (path: string, message: string) =>
    new NpmFailure([
      'code EJSONPARSE',
      `path ${path}`,
      `JSON.parse ${message}`,
      'JSON.parse Failed to parse JSON data.',
      'JSON.parse Note: package.json must be actual JSON, not just JavaScript.',
    ]),

  usage: (problem: readonly string[], about: string, use: readonly string[], aliases: string, help: string) =>
    new NpmFailure([
      'code EUSAGE',
      '',
      ...problem,
      '',
      about,
      '',
      'Usage:',
      ...use,
      '',
      'Options:',
      ...INSTALL_OPTIONS,
      '',
      aliases,
      '',
      `Run "npm help ${help}" for more info`,
    ]),
};

const INSTALL_OPTIONS = `[--install-strategy <hoisted|nested|shallow|linked>] [--legacy-bundling]
[--global-style] [--omit <dev|optional|peer> [--omit <dev|optional|peer> ...]]
[--include <prod|dev|optional|peer> [--include <prod|dev|optional|peer> ...]]
[--strict-peer-deps] [--foreground-scripts] [--ignore-scripts] [--no-audit]
[--no-bin-links] [--no-fund] [--dry-run]
[-w|--workspace <workspace-name> [-w|--workspace <workspace-name> ...]]
[-ws|--workspaces] [--include-workspace-root] [--install-links]`.split('\n');
