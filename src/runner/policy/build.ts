import type { InstructionNode } from '../../dockerfile/parser/node.ts';
import { parseDockerfile } from '../../dockerfile/parser/parse.ts';
import { number } from './fields.ts';
import { withSessionLabel } from './labels.ts';
import { type Policy, Refused } from './policy.ts';
import { readUlimits } from './ulimits.ts';

/** Parameters of a build that change what is made and nothing of this machine. */
const PARAMETERS = new Set([
  'version',
  'dockerfile',
  't',
  'target',
  'buildargs',
  'labels',
  'nocache',
  'nocachefilter',
  'pull',
  'platform',
  'networkmode',
  'extrahosts',
  'shmsize',
  'ulimits',
  'uploaded',
  'check',
  'buildcontexts',
  'q',
  'rm',
  'forcerm',
]);

/** Refused with a reason of their own. */
const REASONS: Readonly<Record<string, string>> = {
  remote: 'a build context that the engine would fetch itself',
  cachefrom: '--cache-from',
  cgroupparent: '--cgroup-parent: it would leave the limits',
  session: 'a session of BuildKit’s: it could read files and ask for secrets and ssh keys of this machine',
  securityopt: '--security-opt of a build',
};

/**
 * `outputs=[{"Type":"local"}]`: true when the files of the result go to the client. The engine itself puts them into one tar, and
 * only one of them can be had from it.
 */
export function isForClient(query: URLSearchParams): boolean {
  const outputs = JSON.parse(query.get('outputs') || '[]') as { Type?: unknown }[];
  const types = (Array.isArray(outputs) ? outputs : []).map(({ Type }) => Type);
  const unknown = types.find((type) => !['local', 'tar', 'docker', 'image'].includes(String(type)));
  if (unknown !== undefined) throw new Refused(`docker build --output type=${String(unknown)}`);
  if (types.length > 1) throw new Refused('docker build with several --output on a real engine: give one');
  return types[0] === 'local' || types[0] === 'tar';
}

/** The query of `POST /build` as the engine gets it. Tags are for the caller to check. */
export function checkBuildQuery(policy: Policy, query: URLSearchParams): URLSearchParams {
  const checked = new URLSearchParams();
  for (const [name, value] of query) {
    if (REASONS[name] && value !== '' && value !== '[]' && value !== '{}') throw new Refused(REASONS[name]);
    if (name === 'outputs') continue;
    if (!PARAMETERS.has(name)) {
      if (value === '' || value === '0' || REASONS[name]) continue;
      throw new Refused(`the build parameter ${name}: the runner does not know it to be harmless`);
    }
    if (name !== 'labels' && name !== 'ulimits') checked.append(name, value);
  }
  if (isForClient(query)) checked.set('outputs', '[{"Type":"tar"}]');
  const ulimits = readUlimits(query);
  if (ulimits.length > 0) checked.set('ulimits', JSON.stringify(ulimits));
  number(0, policy.limits.shmSize)(Number(query.get('shmsize') || '0'), '--shm-size');
  const network = query.get('networkmode') ?? '';
  if (!['', 'default', 'none', 'bridge'].includes(network)) throw new Refused(`docker build --network ${network}`);
  checkContexts(JSON.parse(query.get('buildcontexts') || '{}'));
  const labels = JSON.parse(query.get('labels') || '{}') as unknown;
  checked.set('labels', JSON.stringify(withSessionLabel(labels, policy)));
  const args = JSON.parse(query.get('buildargs') || '{}') as Record<string, unknown>;
  for (const name of Object.keys(args ?? {}))
    if (/^BUILDKIT_SYNTAX$|^BUILDKIT_SANDBOX|^BUILDKIT_CONTEXT/.test(name))
      throw new Refused(`the build argument ${name}: it changes how the engine builds`);
  return checked;
}

/** `--build-context`: folders of the workspace and images that the session may see; nothing the engine would fetch by itself. */
function checkContexts(contexts: unknown): void {
  if (typeof contexts !== 'object' || contexts === null || Array.isArray(contexts))
    throw new Refused('named contexts that are no map', 400);
  for (const [name, value] of Object.entries(contexts))
    if (typeof value !== 'string' || !value.startsWith('docker-image://'))
      throw new Refused(`--build-context ${name}=${String(value)}: a folder or docker-image:// can be given`);
}

const FRONTENDS = /^(docker\.io\/)?docker\/dockerfile(-upstream)?(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/;

/** What a Dockerfile may not ask BuildKit for. One that cannot be read is BuildKit's to refuse. */
export function checkDockerfile(dockerfile: string): void {
  const syntax = syntaxDirective(dockerfile);
  if (syntax !== undefined && !FRONTENDS.test(syntax))
    throw new Refused(`# syntax=${syntax}: a program from elsewhere would read the Dockerfile`);
  for (const { keyword, flags, arguments: words } of instructionsOf(dockerfile)) {
    // All but where they go.
    if (keyword.toUpperCase() === 'ADD') for (const source of words.slice(0, -1)) checkAdded(source);
    for (const flag of flags) {
      const refuse = (reason: string) => {
        throw new Refused(`${keyword.toUpperCase()} ${flag}: ${reason}`);
      };
      if (/^--security=(?!sandbox$)/i.test(flag)) refuse('it would run without the sandbox');
      if (/^--network=(?!(default|none)$)/i.test(flag)) refuse('the host’s network');
      if (/^--mount=/i.test(flag) && /type=["']?ssh/i.test(flag)) refuse('keys of this machine');
      if (/^--device/i.test(flag)) refuse('devices of this machine');
    }
  }
}

/** Podman does not tell what an image adds to a build from it: so none is made that adds something. */
export const TRIGGERS_UNSEEN =
  'ONBUILD on Podman: its API does not tell of it, so that what it does could not be looked at';

export function checkNoTriggers(dockerfile: string): void {
  if (instructionsOf(dockerfile).some(({ keyword }) => keyword.toUpperCase() === 'ONBUILD'))
    throw new Refused(TRIGGERS_UNSEEN);
}

/** What an image that a build begins from adds to it. */
export function checkTriggers(triggers: readonly string[]): void {
  checkDockerfile(['FROM scratch', ...triggers].join('\n'));
}

/** How addresses begin that BuildKit fetches, by itself or with git (util/gitutil, frontend/dockerfile/dfgitutil). */
const ADDRESSES = ['http://', 'https://', 'git://', 'ssh://', 'git@', 'github.com/'];

/** The engine would fetch it as itself, and reach what only this machine does: services that listen on its loopback address. */
function checkAdded(source: string): void {
  const [known = '', ...variables] = source
    .replace(/["'`\\]/g, '')
    .toLowerCase()
    .split('$');
  const isAddress = ADDRESSES.some((each) => known.startsWith(each)) || /^[\w.-]+@[\w.-]+:/.test(known);
  const maybe = variables.length > 0 && ADDRESSES.some((each) => each.startsWith(known));
  if (isAddress || maybe)
    throw new Refused(
      `ADD ${source}: ${isAddress ? '' : 'it may be an address, which '}the engine would fetch ${isAddress ? 'it ' : ''}from this machine’s network: fetch it with RUN, in the build’s own`,
    );
}

/** ONBUILD's own instructions among them; none when the Dockerfile cannot be read. */
function instructionsOf(dockerfile: string): Pick<InstructionNode, 'keyword' | 'flags' | 'arguments'>[] {
  try {
    return parseDockerfile(dockerfile).nodes.flatMap((node) => (node.child ? [node, node.child] : [node]));
  } catch {
    return [];
  }
}

/**
 * Names of images as they stand in a Dockerfile, for one that cannot be understood further: BuildKit will say what is wrong
 * with it, and must not find a foreign image in it meanwhile. Names with variables are given as they are.
 */
export function imagesNamedIn(dockerfile: string): string[] {
  const text = dockerfile.replace(/[\\`][ \t]*\r?\n/g, '');
  const stages = new Set([...text.matchAll(/^\s*FROM\s.*\sAS\s+(\S+)/gim)].map((match) => match[1]!.toLowerCase()));
  const bases = [...text.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)/gim)].map((match) => match[1]!);
  const sources = [...text.matchAll(/\bfrom=["']?([^\s,"']+)/gi)].map((match) => match[1]!);
  return [...bases, ...sources].filter(
    (name) => name !== 'scratch' && !/^\d+$/.test(name) && !stages.has(name.toLowerCase()),
  );
}

/** As BuildKit finds it (frontend/dockerfile/parser/directives.go): the comments at the head, of any of three kinds. */
export function syntaxDirective(dockerfile: string): string | undefined {
  // In Go a line ends at \n alone, and what JavaScript takes for no blank may be one (U+0085).
  const text = dockerfile.replace(/^\uFEFF/, '').replace(/^#![^\n]*\n/, '');
  for (const line of text.split('\n')) {
    const match = /^\s*(?:#|\/\/)[\s\u0085]*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*([^\n]+?)\s*$/.exec(line);
    if (!match) break;
    if (match[1]!.toLowerCase() === 'syntax') return match[2]!;
  }
  if (/^\s*\{/.test(text)) {
    try {
      const { syntax } = JSON.parse(text) as { syntax?: unknown };
      return typeof syntax === 'string' ? syntax : undefined;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
