import { parseGitReference } from '../../../dockerfile/git-reference.ts';
import type { LintResult, Outline, TargetList } from '../../../engine/api/build-request.ts';
import type { SolveStatus } from '../../../engine/api/solve-status.ts';
import { type Cli, type Command, type CommandLine, exactly } from '../../cli.ts';
import { decodeBase64 } from '../../client/base64.ts';
import { baseName, directoryName, joinPath, resolvePath } from '../../client/paths.ts';
import { messageOf, StatusError } from '../../errors.ts';
import type { Flags } from '../../flags/flags.ts';
import { BuildDisplay, type ProgressMode } from '../../progress/build/display.ts';
import { failureOf } from '../../progress/build/failure.ts';
import type { JsonMessage } from '../../progress/json-messages.ts';
import { printChecks } from './check.ts';
import { type ContextParts, contextTar, ignoreFileOf } from './context.ts';
import { printDescription } from './describe.ts';
import { writeMetadata } from './metadata.ts';
import { deliver, type Output, readOutputs } from './output.ts';
import { pushAll } from './push.ts';
import {
  buildQuery,
  checkStyle,
  checksOnly,
  described,
  namedContexts,
  namedFolders,
  readSecrets,
  tagName,
} from './request.ts';

const MODES = ['auto', 'none', 'plain', 'quiet', 'rawjson', 'tty'];

/** `docker build` (buildx's commands/build.go). */
export const build: Command = {
  args: exactly(1),
  async run(cli, line) {
    checkFlags(cli, line);
    for (const [name, text] of Object.entries(FLAG_WARNINGS))
      if (line.flags.changed(name)) await cli.err(`WARNING: ${text}\n`);
    let prepared: Prepared;
    try {
      prepared = await prepare(cli, line);
    } catch (error) {
      if (error instanceof StatusError) throw error;
      throw new StatusError(`ERROR: failed to build: ${messageOf(error)}`, 1);
    }
    return solve(cli, line, prepared);
  },
};

interface Prepared {
  parts: ContextParts;
  query: ReturnType<typeof buildQuery>;
  checks: boolean;
  outputs: readonly Output[];
  /** Names that go to a registry afterwards. */
  pushed: readonly string[];
}

/** Flags of the builder before BuildKit that buildx takes and passes over; these it warns about. */
const FLAG_WARNINGS = {
  isolation: 'isolation flag is deprecated with BuildKit.',
  'security-opt': 'security-opt flag is deprecated. "RUN --security=insecure" should be used with BuildKit.',
  squash:
    'experimental flag squash is removed with BuildKit. You should squash inside build using a multi-stage Dockerfile for efficiency.',
};

/** A flag goes before the environment. */
function progressMode({ host }: Cli, flags: Flags): string {
  const given = host.env.get('BUILDKIT_PROGRESS');
  return given && !flags.changed('progress') ? given : flags.string('progress');
}

/** Words of buildx for what needs another driver than docker's. */
function needsOtherDriver(what: string, page: string): Error {
  return new Error(
    `${what} is not supported for the docker driver.\nSwitch to a different driver, or turn on the containerd image store, and try again.\nLearn more at https://docs.docker.com/go/${page}/`,
  );
}

/** What is refused before anything is read. */
function checkFlags(cli: Cli, { flags }: CommandLine): void {
  const mode = progressMode(cli, flags);
  if (!MODES.includes(mode)) throw new StatusError(`ERROR: invalid progress mode ${mode}`, 1);
  if (flags.bool('quiet') && ['plain', 'tty', 'rawjson'].includes(mode))
    throw new StatusError(`ERROR: progress=${mode} and quiet cannot be used together`, 1);
  for (const text of flags.strings('build-context'))
    if (!/^[^=]+=/.test(text)) throw new StatusError(`ERROR: invalid context value: ${text}, expected key=value`, 1);
  // Annotations go to manifests, and the docker driver makes none.
  for (const name of ['cache-from', 'cgroup-parent'])
    if (flags.changed(name)) throw new StatusError(`ERROR: drydock: not simulated: docker build --${name}`, 1);
}

/** What the docker driver cannot do, and what this one does not. */
function checkDriver({ host }: Cli, { flags }: CommandLine): void {
  const isOn = (name: string) => flags.changed(name) && flags.string(name) !== 'false';
  if (flags.changed('attest') || isOn('provenance') || isOn('sbom'))
    throw needsOtherDriver('Attestation', 'attestations');
  const exports = flags.strings('cache-to');
  if (exports.some((text) => text !== 'type=inline')) throw needsOtherDriver('Cache export', 'build-cache-backends');
  if (exports.length > 0) throw new StatusError('ERROR: drydock: not simulated: docker build --cache-to', 1);
  for (const text of flags.strings('ssh')) {
    if (text.includes('=') || host.env.get('SSH_AUTH_SOCK'))
      throw new StatusError('ERROR: drydock: not simulated: docker build --ssh', 1);
    throw noSshAgent(text);
  }
}

function noSshAgent(id: string): Error {
  return new Error(
    `failed to convert agent config {${id} [] false}: invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set`,
  );
}

async function prepare(cli: Cli, line: CommandLine): Promise<Prepared> {
  checkDriver(cli, line);
  const { parts, query } = await prepareInput(cli, line);
  const outputs = readOutputs(cli, line.flags);
  const types = outputs.map(({ type }) => ({ Type: type }));
  // Names given with an output count where there are no tags.
  const names = query.t.length > 0 ? query.t : outputs.flatMap(({ names }) => names.map(tagName));
  const push = outputs.some(({ push }) => push);
  if (push && names.length === 0) throw new Error('tag is needed when pushing to registry');
  return {
    parts,
    query: { ...query, t: names, ...(types.length > 0 && { outputs: JSON.stringify(types) }) },
    checks: checksOnly(line.flags),
    outputs,
    pushed: push ? names : [],
  };
}

async function prepareInput(cli: Cli, { args, flags }: CommandLine): Promise<Pick<Prepared, 'parts' | 'query'>> {
  const { host } = cli;
  checksOnly(flags);
  const given = args[0]!;
  const file = flags.string('file');
  namedContexts(flags);
  const shared = { secrets: readSecrets(cli, flags.strings('secret')), contexts: namedFolders(cli, flags) };
  if (given === '-') {
    if (file === '-') throw new Error("invalid argument: can't use stdin for both build context and dockerfile");
    const input = await readAll(cli);
    // A tar has its magic after the first header's name and numbers; anything else is a Dockerfile.
    if (new TextDecoder().decode(input.subarray(257, 262)) === 'ustar' || (input[0] === 0x1f && input[1] === 0x8b)) {
      const query = { ...buildQuery(cli, flags, file || 'Dockerfile'), uploaded: true };
      return { parts: { ...shared, tar: input }, query };
    }
    const query = buildQuery(cli, flags, 'Dockerfile');
    if (input.length === 0) throw new Error('failed to solve: failed to read dockerfile: no local sources enabled');
    return { parts: { ...shared, dockerfile: input }, query };
  }
  const folder = resolvePath(host.cwd(), given);
  let isFolder = false;
  try {
    isFolder = host.files.stat(folder).kind === 'directory';
  } catch {
    // Reported like a file in its place.
  }
  if (!isFolder && isRemote(given)) return remoteInput(cli, given, file, flags, shared);
  if (!isFolder) throw new Error(`unable to prepare context: path ${JSON.stringify(given)} not found`);
  let dockerfile: Uint8Array | undefined;
  let path: string | undefined;
  if (file === '-') dockerfile = await readAll(cli);
  else {
    path = file === '' ? joinPath(folder, 'Dockerfile') : resolvePath(host.cwd(), file);
    if (file !== '') checkPlace(cli, file, path);
    dockerfile = readIfThere(cli, path) ?? (file === '' ? readIfThere(cli, joinPath(folder, 'dockerfile')) : undefined);
  }
  const ignore = ignoreFileOf(host.files, folder, path);
  const parts = {
    ...shared,
    folder,
    dockerfile,
    ignoreFile: ignore?.data,
    ignoreOwn: ignore !== undefined && ignore.path !== joinPath(folder, '.dockerignore'),
  };
  return { parts, query: buildQuery(cli, flags, path && file !== '' ? baseName(path) : 'Dockerfile') };
}

/** The Dockerfile's folder is looked for before the build begins, and a folder in its place is noticed when it is read. */
function checkPlace({ host }: Cli, file: string, path: string): void {
  const folder = directoryName(path);
  if (!exists(host.files, folder)) throw new Error(`resolve : lstat ${directoryName(file)}: no such file or directory`);
  if (exists(host.files, path) && host.files.stat(path).kind === 'directory')
    throw new Error(
      `failed to solve: failed to read dockerfile: read /var/lib/docker/tmp/buildkit-mount${host.random(4).join('')}/${baseName(path)}: is a directory`,
    );
}

function exists(files: Cli['host']['files'], path: string): boolean {
  try {
    files.stat(path);
    return true;
  } catch {
    return false;
  }
}

/** A git repository, or something at a URL. */
function isRemote(given: string): boolean {
  try {
    return /^(https?:\/\/|github\.com\/)/.test(given) || parseGitReference(given) !== undefined;
  } catch {
    return true;
  }
}

async function remoteInput(
  cli: Cli,
  url: string,
  file: string,
  flags: CommandLine['flags'],
  shared: Pick<ContextParts, 'secrets' | 'contexts'>,
): Promise<Pick<Prepared, 'parts' | 'query'>> {
  if (url.startsWith('github.com/')) throw new Error('unknown protocol');
  const repository = parseGitReference(url);
  if (repository?.overSsh) {
    if (cli.host.env.get('SSH_AUTH_SOCK')) throw new Error('drydock: not simulated: an ssh agent');
    throw noSshAgent('default');
  }
  if (file !== '-') return { parts: shared, query: { ...buildQuery(cli, flags, file || 'Dockerfile'), remote: url } };
  if (!repository) throw new Error('drydock: not simulated: -f - with a build context at a URL');
  const parts = { ...shared, dockerfile: await readAll(cli) };
  return { parts, query: { ...buildQuery(cli, flags, 'Dockerfile'), remote: url } };
}

function readIfThere(cli: Cli, path: string): Uint8Array | undefined {
  try {
    return cli.host.files.read(path);
  } catch {
    return undefined;
  }
}

async function readAll(cli: Cli): Promise<Uint8Array> {
  const chunks: number[] = [];
  for (;;) {
    const chunk = await cli.host.stdin.read();
    if (chunk.length === 0) return Uint8Array.from(chunks);
    for (const byte of chunk) chunks.push(byte);
  }
}

async function solve(
  cli: Cli,
  { flags }: CommandLine,
  { parts, query, checks, outputs, pushed }: Prepared,
): Promise<number> {
  const quiet = flags.bool('quiet');
  const display = new BuildDisplay(cli, quiet ? 'quiet' : (progressMode(cli, flags) as ProgressMode));
  let image = '';
  let lint: LintResult | undefined;
  let description: Outline | TargetList | undefined;
  const call = described(flags);
  let failure: string | undefined;
  const sent = new Map<number, Uint8Array>();
  let stop = () => {};
  const interrupted = new Promise<void>((resolve) => {
    stop = cli.host.onSignal((signal) => {
      if (signal !== 'SIGWINCH') resolve();
    });
  });
  try {
    const messages = cli.engine.messages<JsonMessage>('POST', '/build', {
      query,
      body: contextTar(cli.host.files, parts),
      headers: { 'content-type': 'application/x-tar' },
      closed: interrupted,
    });
    for await (const message of messages) {
      if (message.id === 'moby.buildkit.trace') await display.update(readTrace(message.aux));
      else if (message.id === 'moby.image.id') image = (message.aux as { ID: string }).ID;
      else if (message.id === 'drydock.call') description = message.aux as Outline | TargetList;
      else if (message.id === 'drydock.check') lint = message.aux as LintResult;
      else if (message.id === 'drydock.output') {
        const { output, tar } = message.aux as { output: number; tar: string };
        sent.set(output, decodeBase64(tar));
      } else if (message.errorDetail || message.error) failure = message.errorDetail?.message ?? message.error!;
    }
  } catch (error) {
    failure = messageOf(error);
  } finally {
    stop();
  }
  const refused = failure === undefined ? await pushAll(cli, display, pushed) : undefined;
  await display.finish();
  if (!checks) await display.printWarnings(cli.debug);
  if (failure !== undefined) throw failed(failure);
  if (refused !== undefined) throw new StatusError(`ERROR: failed to build: ${refused}`, 1);
  // The image's id goes out first, and there is none.
  if (quiet && (checks || call)) await cli.out('\n');
  if (checks) return lint ? printChecks(cli, lint, checkStyle(flags)) : 1;
  if (call) return description ? printDescription(cli, description, call.json) : 1;
  for (const [index, tar] of sent) await deliver(cli, outputs[index]!, tar);
  if (flags.string('metadata-file')) writeMetadata(cli, flags, image);
  if (flags.string('iidfile')) writeImageId(cli, flags.string('iidfile'), image);
  // Empty, too, where nothing went into the image store.
  if (quiet || flags.string('progress') === 'quiet') await cli.out(`${image}\n`);
  return 0;
}

function writeImageId({ host }: Cli, file: string, image: string): void {
  try {
    host.files.write(resolvePath(host.cwd(), file), new TextEncoder().encode(image));
  } catch (error) {
    throw new StatusError(`ERROR: writing image ID file: open ${file}: ${messageOf(error)}`, 1);
  }
}

/** Our engine tells the trace as JSON; a real one packs it into protobuf and needs a session besides. */
function readTrace(aux: unknown): SolveStatus {
  if (typeof aux === 'string')
    throw new Error('drydock: not simulated: BuildKit over gRPC; this engine answers its trace as protobuf');
  return aux as SolveStatus;
}

/** The source excerpt stands before the error line. */
function failed(message: string): StatusError {
  const { excerpt, reason } = failureOf(message);
  if (/^(Cannot connect|error during connect)/.test(reason)) return new StatusError(`ERROR: ${reason}`, 1);
  const daemon = reason.startsWith('Error response from daemon: ') || reason.startsWith('drydock: ');
  return new StatusError(`${excerpt}ERROR: failed to build: ${daemon ? '' : 'failed to solve: '}${reason}`, 1);
}
