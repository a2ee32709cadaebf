import { type GitReference, parseGitReference } from '../../dockerfile/git-reference.ts';
import { cleanPath } from '../../dockerfile/ignore/index.ts';
import type { AddOptions, CommandOf, CopyOptions } from '../../dockerfile/instructions/types.ts';
import { goQuote } from '../../dockerfile/quote.ts';
import { parseDigest } from '../../oci/digest.ts';
import type { CopyAction, GitOperation, Vertex } from '../graph.ts';
import { commit, type DispatchContext, expandIn, stepName } from './instruction-effects.ts';
import { absolutePath } from './path.ts';
import type { StageCommand, StageState } from './stage-state.ts';

type Word = (text: string) => string;

/** COPY and ADD: one action per source. */
export function dispatchCopy(
  state: StageState,
  { step, sources, onBuild }: StageCommand,
  command: CommandOf<'copy'> | CommandOf<'add'>,
  context: DispatchContext,
  word: Word,
): void {
  const isAdd = command.kind === 'add';
  const options = command.options;
  const add = isAdd ? (options as AddOptions) : undefined;
  const copy = isAdd ? undefined : (options as CopyOptions);
  const chown = word(options.chown);
  const chmod = word(options.chmod);
  const checksum = add ? word(add.checksum) : '';
  const paths = command.sources.sourcePaths.map(word);
  const destination = word(command.sources.destination);
  const contentOf = (data: string): string =>
    expandIn(state, command, data, context.lint, '\\', { skipProcessQuotes: true });
  const contents = command.sources.sourceContents.map((content) =>
    content.expand ? { ...content, data: contentOf(content.data) } : content,
  );
  checkChmod(chmod);
  if (checksum) checkChecksum(paths);

  const name = stepName(state, command.code, context.escape);
  context.steps.name(step, name);
  const fullName = state.prefix(name, onBuild);
  const inputs: (Vertex | undefined)[] = [state.vertex];
  const actions: CopyAction[] = [];
  const common = {
    destination: absolutePath(state.directory, destination),
    chown,
    chmod,
    exclude: options.exclude,
    include: [],
    unpack: false,
    wildcards: false,
    followSymlinks: false,
    directoryContents: false,
  };
  const from = sourceVertex(state, copy?.from ?? '', sources[0], context);
  let files = -1;
  for (const path of paths) {
    const repository = parseGitReference(path);
    if (repository) {
      if (!isAdd) throw new Error("source can't be a git ref for COPY");
      inputs.push({
        name: fullName,
        operation: gitOperation(repository, checksum, add?.keepGitDir),
        inputs: [],
        ranges: [],
        ignoreCache: state.ignoreCache,
      });
      actions.push({ ...common, input: inputs.length - 1, source: '/', directoryContents: true });
      continue;
    }
    if (isHttp(path)) {
      if (!isAdd) throw new Error("source can't be a URL for COPY");
      if (checksum) parseDigest(checksum);
      const filename = urlFilename(path);
      inputs.push({
        name: fullName,
        operation: { kind: 'http', url: path, filename, checksum },
        inputs: [],
        ranges: [],
        ignoreCache: state.ignoreCache,
      });
      actions.push({ ...common, input: inputs.length - 1, source: `/${filename}`, unpack: add?.unpack ?? false });
      continue;
    }
    if (!copy?.from) warnIgnored(path, isAdd, command.range, context);
    if (files < 0) {
      files = inputs.length;
      inputs.push(from());
    }
    const { source, include } = copy?.parents ? withParents(path) : { source: path, include: [] };
    actions.push({
      ...common,
      input: files,
      source: absolutePath('/', source),
      include,
      unpack: add ? (add.unpack ?? true) : false,
      wildcards: true,
      followSymlinks: true,
      directoryContents: true,
    });
  }
  for (const content of contents) {
    inputs.push({
      name: '[internal] preparing inline document',
      operation: { kind: 'inline', path: content.path, data: content.data, mode: 0o644 },
      inputs: [],
      ranges: [],
      ignoreCache: false,
    });
    actions.push({ ...common, input: inputs.length - 1, source: `/${content.path}` });
  }
  state.vertex = {
    name: fullName,
    // `--link` needs a store that merges layers; the engine's (overlay2) does not, and BuildKit then copies as without it.
    operation: { kind: 'copy', actions },
    inputs,
    ranges: [command.range],
    ignoreCache: state.ignoreCache,
    step,
  };
  context.steps.vertex(step, state.vertex);
  const words = [
    isAdd ? 'ADD' : 'COPY',
    ...(copy?.parents ? ['--parents'] : []),
    ...(chown ? [`--chown=${chown}`] : []),
    ...(chmod ? [`--chmod=${chmod}`] : []),
    ...paths,
    ...contents.map((content) => `<<${content.path}`),
    destination,
  ];
  commit(state, `${words.join(' ')} # buildkit`, true);
}

function sourceVertex(
  state: StageState,
  from: string,
  source: StageState | undefined,
  context: DispatchContext,
): () => Vertex | undefined {
  if (!source) {
    return () => {
      context.usesContext = true;
      return context.context;
    };
  }
  if (!source.dispatched && source.index !== undefined) {
    throw new Error(
      `cannot copy from stage ${goQuote(from)}, it needs to be defined before current stage ${goQuote(state.label)}`,
    );
  }
  return () => source.vertex;
}

function checkChmod(chmod: string): void {
  if (chmod === '') return;
  if (/^[0-7]+$/.test(chmod) && Number.parseInt(chmod, 8) <= 0o7777) return;
  if (/^[0-9]/.test(chmod))
    throw new Error(`invalid chmod parameter: '${chmod}'. it should be octal string and between 0 and 07777`);
  if (!/^[ugoa]*([-+=]([rwxXst]*|[ugo]))+(,[ugoa]*([-+=]([rwxXst]*|[ugo]))+)*$/.test(chmod))
    throw new Error('invalid syntax');
}

function checkChecksum(paths: readonly string[]): void {
  if (paths.length !== 1) throw new Error("checksum can't be specified for multiple sources");
  if (!isHttp(paths[0]!) && !parseGitReference(paths[0]!)) throw new Error('checksum requires HTTP(S) or Git sources');
}

function isHttp(path: string): boolean {
  return /^https?:\/\//.test(path);
}

/** What the flags say and what the URL says must not contradict each other. */
function gitOperation(reference: GitReference, checksum: string, keep: boolean | undefined): GitOperation {
  if (checksum && reference.checksum && checksum !== reference.checksum)
    throw new Error(`checksum mismatch ${goQuote(checksum)} != ${goQuote(reference.checksum)}`);
  return {
    kind: 'git',
    reference,
    checksum: checksum || reference.checksum,
    keepGitDirectory: keep ?? reference.keepGitDirectory ?? false,
  };
}

function urlFilename(url: string): string {
  const path = /^https?:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '';
  const clean = cleanPath(path);
  const name = clean.slice(clean.lastIndexOf('/') + 1);
  return name === '' || name === '.' ? '__unnamed__' : safeDecode(name);
}

function safeDecode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** `a/./b/c` keeps `b/` when copied with --parents; without the pivot everything is kept. */
function withParents(path: string): { source: string; include: string[] } {
  const pivot = path.indexOf('/./');
  const source = pivot < 0 ? '/' : path.slice(0, pivot);
  const pattern = pivot < 0 ? path : path.slice(pivot + 3);
  return { source, include: [cleanPath(`/${pattern}`).slice(1)] };
}

/**
 * Releases of the frontend have become more careful: since 1.21 `./a` is `a`, since 1.22 nothing is said where a pattern is
 * negated (what it lets through is hard to tell beforehand), since 1.26 the whole context counts when everything is ignored.
 */
function warnIgnored(
  path: string,
  isAdd: boolean,
  range: { start: number; end: number },
  context: DispatchContext,
): void {
  const { ignore, frontend } = context;
  if (!ignore || (frontend.minor >= 22 && ignore.hasExclusions)) return;
  const source = frontend.minor >= 21 ? cleanPath(path) : path;
  if (frontend.minor >= 26 && (source === '.' || source === '/')) {
    if (!ignore.patterns.some((pattern) => ['*', '**', '**/*'].includes(pattern.text))) return;
  }
  if (ignore.ignores(source)) context.lint.run('CopyIgnoredFile', [range], isAdd ? 'Add' : 'Copy', source);
}
