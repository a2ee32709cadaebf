import type { Lint } from '../../dockerfile/checks/linter.ts';
import { parseGitReference } from '../../dockerfile/git-reference.ts';
import { IgnoreMatcher, readIgnoreFile } from '../../dockerfile/ignore/index.ts';
import { BUILT_IN, frontendOf } from '../../dockerfile/instructions/frontend.ts';
import { mountSource } from '../../dockerfile/instructions/mount.ts';
import { parseInstruction, parseInstructions } from '../../dockerfile/instructions/parse.ts';
import type { Command, Stage } from '../../dockerfile/instructions/types.ts';
import { atLines, DockerfileError, type Range } from '../../dockerfile/location.ts';
import { parseDockerfile } from '../../dockerfile/parser/parse.ts';
import { goQuote } from '../../dockerfile/quote.ts';
import { expand } from '../../dockerfile/shell/lex.ts';
import { suggestion, withSuggestion } from '../../dockerfile/suggest.ts';
import type { DirectoryNode } from '../../kernel/fs/types.ts';
import { parseNormalized, referenceString, withDefaultTag, withDigest } from '../../oci/reference.ts';
import { contextOperation } from '../solve/remote-context.ts';
import type { BuildRequest, ResolvedImage } from '../types.ts';
import { dispatch } from './dispatch.ts';
import { Environment, splitEntry } from './environment.ts';
import { sourceDateEpoch } from './epoch.ts';
import type { DispatchContext } from './instruction-effects.ts';
import { createLint, lintCasing, lintDefaultBases, lintStageNames } from './lint.ts';
import { formatPlatform, machinePlatform, parsePlatform, platformArgs, type TargetPlatform } from './platform.ts';
import { ownConfig } from './shared-config.ts';
import { reachableFrom, StageState } from './stage-state.ts';
import { type Step, StepList } from './steps.ts';

const SCRATCH = 'scratch';
const DEFAULT_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** An image the Dockerfile begins from or copies from. */
export interface ImageRequest {
  /** As written in the Dockerfile. */
  readonly original: string;
  /** With domain and tag. */
  readonly reference: string;
  readonly platform: string;
  /** It stands for a context of this name, and was written so there. */
  readonly context?: { readonly name: string; readonly written: string };
}

/** `pulled` says that the registry was asked, and the digest so belongs to the step's name. */
export type ImageAnswer = { readonly image: ResolvedImage; readonly pulled: boolean } | Error | undefined;

export interface Converted {
  readonly target: StageState;
  readonly stages: readonly Stage[];
  readonly globalArgs: readonly Extract<Command, { kind: 'arg' }>[];
  readonly globals: Environment;
  readonly steps: readonly Step[];
  readonly usesContext: boolean;
}

/** A named context could stand in the place of each stage, so its name must be one that an image can have. */
function checkContextName(name: string): void {
  try {
    parseNormalized(name);
  } catch (error) {
    throw new Error(`invalid context name ${name}: ${(error as Error).message}`);
  }
}

/**
 * Dockerfile → graph, after BuildKit's dockerfile2llb. A generator because it must stop for images: it yields what it
 * needs and is handed the answers, so that a build can wait for them and a plan can look them up.
 */
export class Conversion {
  readonly steps = new StepList();
  /** Named contexts that are folders of the client's. */
  readonly folders = new Set<string>();
  readonly #request: BuildRequest;
  readonly #states: StageState[] = [];
  readonly #byName = new Map<string, StageState>();
  readonly #platform: TargetPlatform;
  #lint: Lint | undefined;
  #resolved = false;
  #escape = '\\';
  #frontend = BUILT_IN;
  #epoch: number | undefined;
  #globals = new Environment();
  #globalNames = new Set<string>();

  constructor(request: BuildRequest) {
    this.#request = request;
    this.#platform = request.platform ? parsePlatform(request.platform.split(',')[0]!) : machinePlatform;
  }

  get lint(): Lint | undefined {
    return this.#lint;
  }

  /** Images are known: from here on BuildKit reads .dockerignore and then converts what is built. */
  get isResolved(): boolean {
    return this.#resolved;
  }

  *run(): Generator<ImageRequest[], Converted, readonly ImageAnswer[]> {
    const { dockerfile, buildArgs } = this.#request;
    if (dockerfile.length === 0) throw new Error('the Dockerfile cannot be empty');
    this.#frontend = frontendOf(dockerfile, buildArgs.BUILDKIT_SYNTAX);
    const lint = createLint(dockerfile, buildArgs, this.#frontend);
    this.#lint = lint;
    this.#epoch = sourceDateEpoch(buildArgs);
    const parsed = parseDockerfile(dockerfile);
    this.steps.understand(parsed.nodes);
    this.#escape = parsed.escape;
    for (const warning of parsed.warnings) lint.run('NoEmptyContinuation', [warning.range]);
    const { stages, globalArgs } = parseInstructions(parsed, lint, this.#frontend);
    if (stages.length === 0) throw new Error('dockerfile contains no stages to build');
    lintStageNames(stages, lint);
    lintCasing(stages, lint);
    const targetName = this.#request.target || stages.at(-1)!.name;
    const defaults = platformArgs(machinePlatform, this.#platform, targetName, buildArgs);
    const start = defaults.reduce((env, [name, value]) => env.with(name, value), new Environment());
    lintDefaultBases(stages, this.#globalEnvironment(start, globalArgs, {}, true), this.#escape, lint);
    this.#globals = this.#globalEnvironment(start, globalArgs, buildArgs, false)!;
    this.#globalNames = new Set([...globalArgs.flatMap((arg) => arg.args.map((each) => each.key)), ...start.names()]);
    this.#addStages(stages, lint);
    const target = this.#target();
    for (const state of [...this.#states]) this.#connect(state, state.stage.commands, false);
    this.#refuseCircles();
    if (this.#states.length === 1) this.#states[0]!.label = '';
    const reachable = yield* this.#resolveAll(target);
    this.#resolved = true;
    this.steps.number(stages, this.#states, reachable);
    const usesContext = this.#dispatchAll(reachable, lint);
    const failure = lint.failure();
    if (failure) throw new Error(failure);
    return { target, stages, globalArgs, globals: this.#globals, steps: this.steps.list, usesContext };
  }

  #globalEnvironment(
    start: Environment,
    globalArgs: readonly Extract<Command, { kind: 'arg' }>[],
    given: Readonly<Record<string, string>>,
    lenient: boolean,
  ): Environment | undefined {
    let env = start;
    for (const command of globalArgs) {
      for (const { key, value } of command.args) {
        try {
          const own = Object.hasOwn(given, key) ? given[key] : undefined;
          const result = own ?? (value === undefined ? undefined : expand(value, env, this.#escape).result);
          if (result !== undefined) env = env.with(key, result);
        } catch (error) {
          if (lenient) return undefined;
          throw located(error, command.range);
        }
      }
    }
    return env;
  }

  #addStages(stages: readonly Stage[], lint: Lint): void {
    stages.forEach((stage, index) => {
      const own = lint.withComments(stage.comments);
      const state = new StageState(stage, index, stage.name || `stage-${index}`);
      try {
        const name = expand(stage.base, this.#globals, this.#escape);
        this.#lintUndeclared(name.unmatched, stage, own);
        if (name.result === '') throw new Error(`base name (${stage.base}) should not be blank`);
        state.baseName = name.result;
        if (stage.platform) state.platform = this.#stagePlatform(stage, own);
      } catch (error) {
        throw located(error, stage.range);
      }
      if (stage.name) checkContextName(stage.name);
      this.#register(state);
      const fromCounts = state.baseName !== SCRATCH && !state.base;
      const counted = stage.commands.filter((command) => ['add', 'copy', 'run', 'workdir'].includes(command.kind));
      state.commandTotal = counted.length + (fromCounts ? 1 : 0);
      state.ignoreCache = this.#ignoresCache(stage.name);
    });
  }

  #ignoresCache(stage: string): boolean {
    const { noCache, noCacheFilter } = this.#request;
    return noCache === true || (noCacheFilter?.some((name) => name.toLowerCase() === stage && stage !== '') ?? false);
  }

  #stagePlatform(stage: Stage, lint: Lint): TargetPlatform {
    const match = expand(stage.platform, this.#globals, this.#escape);
    this.#lintUndeclared(match.unmatched, stage, lint);
    const matched = [...match.matched];
    if (matched.length === 1 && matched[0] === 'TARGETPLATFORM' && match.unmatched.size === 0) {
      if (match.result === this.#globals.get('TARGETPLATFORM')) {
        lint.run('RedundantTargetPlatform', [stage.range], stage.platform);
      }
    }
    const suggest = (message: string): Error => {
      const near = [...match.unmatched].map((name) => suggestion(name, this.#globals.names(), true)).find(Boolean);
      return new Error(near ? `${message} (did you mean ${near}?)` : message);
    };
    if (match.result === '') throw suggest(`empty platform value from expression ${stage.platform}`);
    let platform: TargetPlatform;
    try {
      platform = parsePlatform(match.result);
    } catch (error) {
      throw suggest(`failed to parse platform ${stage.platform}: ${(error as Error).message}`);
    }
    const constant = match.matched.size === 0 && match.unmatched.size === 0;
    if (constant && !stage.name.includes(platform.os) && !stage.name.includes(platform.architecture)) {
      lint.run('FromPlatformFlagConstDisallowed', [stage.range], match.result);
    }
    return platform;
  }

  #lintUndeclared(unmatched: ReadonlySet<string>, stage: Stage, lint: Lint): void {
    for (const name of unmatched) {
      if (this.#globalNames.has(name)) continue;
      lint.run('UndefinedArgInFrom', [stage.range], name, suggestion(name, this.#globalNames, true) ?? '');
    }
  }

  #register(state: StageState): void {
    state.epoch = this.#epoch;
    this.#states.push(state);
    state.base = this.#byName.get(state.baseName);
    if (state.stage.name) this.#byName.set(state.stage.name.toLowerCase(), state);
  }

  #target(): StageState {
    const name = this.#request.target;
    if (!name) return this.#states.at(-1)!;
    const target = this.#byName.get(name.toLowerCase());
    if (target) return target;
    const names = this.#states.map((state) => state.label);
    throw new Error(withSuggestion(`target stage ${goQuote(name)} could not be found`, name, names, true));
  }

  /** Finds the stages and images that commands take files from. */
  #connect(state: StageState, commands: readonly Command[], onBuild: boolean): boolean {
    const added = commands.map((command) => ({ command, sources: this.#sources(command), onBuild, step: -1 }));
    for (const { command, sources } of added) {
      for (const source of sources) {
        state.dependencies.set(source, command.range);
        if (source.index === undefined && !this.#states.includes(source)) this.#register(source);
      }
    }
    state.commands = onBuild ? [...added, ...state.commands] : added;
    return added.some(({ sources }) => sources.length > 0);
  }

  #sources(command: Command): StageState[] {
    try {
      if (command.kind === 'run')
        return command.mounts.map((mount) => {
          const source = this.#source(mountSource(mount) || SCRATCH, command);
          if (source.index === undefined) source.ranges = [];
          return source;
        });
      if (command.kind !== 'copy' || command.options.from === '') return [];
      const { from } = command.options;
      if (expand(from, new Environment()).result !== from) {
        throw new Error(
          'variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround',
        );
      }
      if (!/^[+-]?\d+$/.test(from)) return [this.#source(from, command)];
      const state = this.#states[Number(from)];
      if (!state) throw new Error(`invalid stage index ${Number(from)}`);
      return [state];
    } catch (error) {
      throw error instanceof DockerfileError ? error : new DockerfileError((error as Error).message);
    }
  }

  #source(name: string, command: Command): StageState {
    const known = this.#byName.get(name.toLowerCase());
    if (known) return known;
    const stage: Stage = {
      name: '',
      base: name,
      platform: '',
      keyword: 'FROM',
      code: '',
      range: command.range,
      comments: [],
      documentation: '',
      commands: [],
    };
    return new StageState(stage, undefined, '');
  }

  #refuseCircles(): void {
    const visited = new Set<StageState>();
    const path = new Set<StageState>();
    /** The commands that lead round, the last one first. */
    const circleFrom = (state: StageState): Range[] | undefined => {
      if (visited.has(state)) return undefined;
      visited.add(state);
      path.add(state);
      for (const [dependency, range] of state.dependencies) {
        const inner = path.has(dependency) ? [] : circleFrom(dependency);
        if (inner) return [...inner, range];
      }
      path.delete(state);
      return undefined;
    };
    for (const state of this.#states) {
      const [first, ...outer] = circleFrom(state) ?? [];
      if (first) throw new DockerfileError(`circular dependency detected on stage: ${state.label}`, [first], outer);
    }
  }

  /** Resolves base images until ONBUILD triggers bring no new ones. */
  *#resolveAll(target: StageState): Generator<ImageRequest[], Set<StageState>, readonly ImageAnswer[]> {
    const asked = new Set<StageState>();
    for (;;) {
      const reachable = this.#request.check && !this.#request.target ? new Set(this.#states) : reachableFrom(target);
      const wanted = this.#states.filter((state) => !state.base && reachable.has(state) && !asked.has(state));
      const images = wanted.filter((state) => !this.#beginWithoutImage(state));
      for (const state of wanted) asked.add(state);
      const unused = this.#states.filter((state) => !state.base && !reachable.has(state) && state.baseName !== SCRATCH);
      yield* this.#resolveImages(images, unused);
      // BuildKit names the first step of a stage nobody uses each time it comes by, and counts on should a trigger use it yet.
      for (const state of unused) if (state.commandTotal > 0) state.commandIndex++;
      if (!this.#triggers(reachable)) return reachable;
    }
  }

  #beginWithoutImage(state: StageState): boolean {
    const named = this.#namedContext(state);
    const context = named?.context;
    if (named && typeof context === 'object') {
      this.folders.add(named.name);
      state.vertex = {
        name: `[context ${named.name}] load from client`,
        operation: { kind: 'context', tree: context, name: named.name },
        inputs: [],
        ranges: [],
        ignoreCache: false,
      };
      state.known = true;
      state.platform ??= this.#platform;
      return true;
    }
    const repository = typeof context === 'string' ? parseGitReference(context) : undefined;
    if (repository) {
      state.vertex = {
        name: `[internal] load git source ${context}`,
        operation: contextOperation(repository, this.#request.buildArgs),
        inputs: [],
        ranges: [],
        ignoreCache: false,
      };
      state.known = true;
      state.platform ??= this.#platform;
      return true;
    }
    if (state.baseName !== SCRATCH) return false;
    state.platform ??= this.#platform;
    state.known = true;
    state.image.os = state.platform.os;
    state.image.architecture = state.platform.architecture;
    state.image.variant = state.platform.variant;
    state.image.config = { Env: [DEFAULT_PATH], WorkingDir: '/' };
    return true;
  }

  /** What the request has in the place of a stage or an image, under the name it has it by. */
  #namedContext(state: StageState): { name: string; context: DirectoryNode | string } | undefined {
    const contexts = this.#request.contexts ?? {};
    const name = [state.stage.name, state.baseName].find((each) => Object.hasOwn(contexts, each));
    return name === undefined ? undefined : { name, context: contexts[name]! };
  }

  /** Those with a name that can be one are asked for even beside one that cannot, be that of a stage nobody uses. */
  *#resolveImages(
    states: readonly StageState[],
    unused: readonly StageState[],
  ): Generator<ImageRequest[], void, readonly ImageAnswer[]> {
    const named = [...states, ...unused].map((state) => ({ state, request: this.#imageRequest(state) }));
    const refused = named.find(({ request }) => request instanceof DockerfileError)?.request;
    const requests = named.slice(0, states.length).flatMap(({ state, request }) => {
      return request instanceof DockerfileError ? [] : [{ state, request }];
    });
    const answers = requests.length > 0 ? yield requests.map(({ request }) => request) : [];
    if (refused) throw refused;
    for (const [index, { state, request }] of requests.entries()) this.#begin(state, request, answers[index]);
  }

  #imageRequest(state: StageState): ImageRequest | DockerfileError {
    const named = this.#namedContext(state);
    const written = typeof named?.context === 'string' ? named.context.replace(/^docker-image:\/\//, '') : undefined;
    const context = named && written !== undefined ? { name: named.name, written } : undefined;
    const platform = formatPlatform(state.platform ?? this.#platform);
    try {
      const reference = referenceString(withDefaultTag(parseNormalized(written ?? state.baseName)));
      return { original: state.baseName, reference, platform, context };
    } catch (error) {
      const message = `failed to parse stage name ${goQuote(state.baseName)}: ${(error as Error).message}`;
      return new DockerfileError(message, state.ranges);
    }
  }

  #begin(state: StageState, request: ImageRequest, answer: ImageAnswer): void {
    if (answer instanceof Error) {
      const failed = 'failed to resolve source metadata for';
      const reason = answer.message.startsWith(failed)
        ? answer.message
        : `${failed} ${request.reference}: ${answer.message}`;
      // A context in the place of an image is told of as it is.
      if (request.context) throw new DockerfileError(reason, state.ranges);
      const names = [...this.#states.map(({ label }) => label).filter(Boolean), ...COMMON_IMAGES];
      const message = withSuggestion(`${request.original}: ${reason}`, request.original, names, true);
      throw new DockerfileError(message, state.ranges);
    }
    const digest = answer?.pulled ? answer.image.digest : undefined;
    const reference = digest
      ? referenceString(withDigest(parseNormalized(request.reference), digest))
      : request.reference;
    state.baseName = reference;
    state.resolved = answer?.image;
    state.known = answer !== undefined;
    state.platform ??= this.#platform;
    const config = answer?.image.image.config;
    if (config) {
      state.image = {
        os: config.os,
        architecture: config.architecture,
        variant: config.variant ?? '',
        author: config.author ?? '',
        config: ownConfig(config.config),
        history: [...config.history],
      };
      const { os, architecture } = state.platform;
      if (config.os !== os || config.architecture !== architecture) {
        const actual = formatPlatform({
          os: config.os,
          architecture: config.architecture,
          variant: config.variant ?? '',
        });
        const expected = formatPlatform(state.platform);
        this.#lint?.run('InvalidBaseImagePlatform', [state.stage.range], request.original, expected, actual);
      }
    }
    if (config && config.rootfs.diff_ids.length === 0) return;
    state.vertex = {
      // In the place of an image, a context is no step.
      name: request.context
        ? `[context ${request.context.name}] ${request.context.written}`
        : state.prefix(`FROM ${reference}`),
      operation: { kind: 'image', reference, image: answer?.image },
      inputs: [],
      ranges: [state.stage.range],
      ignoreCache: false,
    };
  }

  /** Puts the triggers of base images and stages before the stage's own commands. */
  #triggers(reachable: ReadonlySet<StageState>): boolean {
    let more = false;
    for (const state of this.#states) {
      if (!reachable.has(state) || this.#triggered.has(state)) continue;
      if (state.base && !this.#triggered.has(state.base)) continue;
      this.#triggered.add(state);
      const own = state.base
        ? state.base.commands.flatMap(({ command }) => (command.kind === 'onbuild' ? [command.expression] : []))
        : (state.image.config.OnBuild ?? []);
      state.image.config.OnBuild = undefined;
      if (own.length === 0) continue;
      const commands = own.map((text) => this.#trigger(text, state));
      if (this.#connect(state, commands, true)) more = true;
      // Of triggers BuildKit counts them all, those too that only change metadata.
      state.commandTotal += commands.length;
    }
    return more;
  }

  readonly #triggered = new Set<StageState>();

  #trigger(text: string, state: StageState): Command {
    try {
      const parsed = parseDockerfile(text);
      if (parsed.nodes.length !== 1) throw new Error('onbuild trigger should be a single expression');
      const command = parseInstruction({ ...parsed.nodes[0]!, range: state.stage.range }, undefined, this.#frontend);
      if ('base' in command) throw new Error("FROM isn't allowed as an ONBUILD trigger");
      return command;
    } catch (error) {
      throw new DockerfileError((error as Error).message, [state.stage.range]);
    }
  }

  #dispatchAll(reachable: ReadonlySet<StageState>, lint: Lint): boolean {
    const { request, matcher } = { request: this.#request, matcher: ignoreMatcher(this.#request.ignore) };
    const context: DispatchContext = {
      request,
      lint,
      escape: this.#escape,
      frontend: this.#frontend,
      globals: this.#globals,
      ignore: matcher,
      steps: this.steps,
      context: contextVertex(request),
      usesContext: false,
    };
    for (const state of this.#states) {
      if (!reachable.has(state) || state.dispatched) continue;
      state.inherit(this.#frontend);
      state.dispatched = true;
      if (state.base === undefined) beginEnvironment(state);
      for (const command of state.commands) {
        try {
          dispatch(state, command, context);
        } catch (error) {
          throw located(error, command.command.range);
        }
      }
    }
    return context.usesContext;
  }
}

function beginEnvironment(state: StageState): void {
  const { config } = state.image;
  const env = config.Env ?? [];
  config.Env = env.some((entry) => splitEntry(entry)[0] === 'PATH') ? env : [...env, DEFAULT_PATH];
  state.env = Environment.of(config.Env);
  state.directory = config.WorkingDir || '/';
  state.user = config.User ?? '';
}

function contextVertex(request: BuildRequest): DispatchContext['context'] {
  const { remote } = request;
  if (remote) {
    return {
      name: `[internal] load git source ${remote.url}`,
      operation: remote.isHere
        ? { kind: 'context', tree: request.context, name: 'context', told: true }
        : contextOperation(remote, request.buildArgs),
      inputs: [],
      ranges: [],
      ignoreCache: false,
    };
  }
  return {
    name: request.uploaded ? 'copy /context /' : '[internal] load build context',
    operation: { kind: 'context', tree: request.context, name: 'context' },
    inputs: [],
    ranges: [],
    ignoreCache: false,
  };
}

function ignoreMatcher(patterns: readonly string[] | undefined): IgnoreMatcher | undefined {
  // Lines of the file are taken as well as patterns already read from it.
  const read = readIgnoreFile((patterns ?? []).join('\n'));
  return read.length > 0 ? new IgnoreMatcher(read) : undefined;
}

function located(error: unknown, range: Stage['range']): unknown {
  return atLines(error instanceof DockerfileError ? error : new DockerfileError((error as Error).message), [range]);
}

const COMMON_IMAGES = ['alpine', 'busybox', 'centos', 'debian', 'golang', 'ubuntu', 'fedora'].flatMap((name) => [
  name,
  `docker.io/library${name}`,
  `${name}:latest`,
  `docker.io/library${name}:latest`,
]);
