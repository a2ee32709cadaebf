import type { Lint } from '../../dockerfile/checks/linter.ts';
import { cleanPath } from '../../dockerfile/ignore/index.ts';
import { formatDuration } from '../../dockerfile/instructions/duration.ts';
import type { Command, CommandLine, CommandOf, HealthcheckSpec } from '../../dockerfile/instructions/types.ts';
import { goQuote, goQuoteList, goQuoteRune } from '../../dockerfile/quote.ts';
import { expandWords } from '../../dockerfile/shell/lex.ts';
import { dispatchCopy } from './dispatch-copy.ts';
import { dispatchRun } from './dispatch-run.ts';
import { setImageEnv } from './environment.ts';
import { parseExposed } from './expose.ts';
import { healthcheckOf } from './healthcheck.ts';
import { commit, type DispatchContext, expandIn, FRONTEND_ARGS, stepName, withShell } from './instruction-effects.ts';
import { lintSecret } from './lint.ts';
import { joinPath } from './path.ts';
import { addTo } from './shared-config.ts';
import { parseSignal } from './signal.ts';
import type { StageCommand, StageState } from './stage-state.ts';

/** Carries one instruction out on the description of the stage's image. */
export function dispatch(state: StageState, stageCommand: StageCommand, context: DispatchContext): void {
  const { command } = stageCommand;
  const lint = context.lint.withComments(command.comments);
  const at = { ...context, lint };
  const word = (text: string): string => expandIn(state, command, text, lint, context.escape);
  switch (command.kind) {
    case 'add':
    case 'copy':
      dispatchCopy(state, stageCommand, command, at, word);
      break;
    case 'run':
      dispatchRun(state, stageCommand, command, at, word);
      break;
    case 'workdir':
      dispatchWorkdir(state, stageCommand, word(command.path), at);
      break;
    case 'arg':
      dispatchArg(state, command, at);
      break;
    case 'env':
      dispatchEnv(state, command, word, lint);
      break;
    case 'label':
      dispatchLabel(state, command, word, lint);
      break;
    case 'expose':
      dispatchExpose(state, command, at);
      break;
    case 'volume':
      dispatchVolume(state, command.volumes.map(word));
      break;
    case 'user':
      state.user = word(command.user);
      state.image.config.User = state.user;
      commit(state, `USER ${state.user}`);
      break;
    case 'stopsignal': {
      const signal = word(command.signal);
      parseSignal(signal);
      state.image.config.StopSignal = signal;
      commit(state, `STOPSIGNAL ${signal}`);
      break;
    }
    case 'shell':
      state.image.config.Shell = command.shell;
      commit(state, `SHELL [${command.shell.join(' ')}]`);
      break;
    case 'maintainer':
      state.image.author = command.maintainer;
      commit(state, `MAINTAINER ${command.maintainer}`);
      break;
    case 'onbuild':
      state.image.config.OnBuild = [...(state.image.config.OnBuild ?? []), command.expression];
      break;
    case 'cmd':
      once(state, 'cmd', command, lint);
      state.image.config.Cmd = shellOrExec(state, command, lint);
      state.image.config.ArgsEscaped = true;
      commit(state, `CMD ${goQuoteList(state.image.config.Cmd)}`);
      break;
    case 'entrypoint': {
      once(state, 'entrypoint', command, lint);
      const args = shellOrExec(state, command, lint);
      state.image.config.Entrypoint = args;
      if (!state.set.has('cmd')) state.image.config.Cmd = undefined;
      commit(state, `ENTRYPOINT ${goQuoteList(args)}`);
      break;
    }
    case 'healthcheck':
      once(state, 'healthcheck', command, lint);
      state.image.config.Healthcheck = healthcheckOf(command.health);
      commit(state, `HEALTHCHECK ${formatHealthcheck(command.health)}`);
      break;
  }
}

function shellOrExec(state: StageState, command: Command & CommandLine, lint: Lint): readonly string[] {
  if (!command.prependShell) return command.commandLine;
  if (!state.image.config.Shell?.length) lint.run('JSONArgsRecommended', [command.range], command.keyword);
  return withShell(state, command.commandLine);
}

/** The one that will be ignored is the one reported. */
function once(state: StageState, kind: 'cmd' | 'entrypoint' | 'healthcheck', command: Command, lint: Lint): void {
  const before = state.set.get(kind);
  if (before) lint.run('MultipleInstructionsDisallowed', [before], command.keyword);
  state.set.set(kind, command.range);
}

function dispatchWorkdir(
  state: StageState,
  { step, command, onBuild }: StageCommand,
  path: string,
  context: DispatchContext,
): void {
  if (!state.workdirSet && !path.startsWith('/')) context.lint.run('WorkdirRelativePath', [command.range], path);
  state.workdirSet = true;
  const directory = workingDirectory(state.image.config.WorkingDir ?? '', path);
  state.image.config.WorkingDir = directory;
  // A command begins in it as written, which counts for its key; the directory itself is the same with or without a slash.
  state.directory = directory;
  const name = stepName(state, command.code, context.escape);
  context.steps.name(step, name);
  if (directory !== '/') {
    state.vertex = {
      name: state.prefix(name, onBuild),
      operation: { kind: 'mkdir', path: cleanPath(directory), user: state.user, created: state.epoch },
      inputs: [state.vertex],
      ranges: [command.range],
      ignoreCache: false,
      step,
    };
    context.steps.vertex(step, state.vertex);
  }
  commit(state, `WORKDIR ${directory}`, directory !== '/');
}

/** An absolute path stays as it is written, be it `/a/../b/`; a relative one is joined to where we are. */
function workingDirectory(current: string, path: string): string {
  if (path.startsWith('/')) return path;
  return path === '' ? current || '/' : joinPath('/', current, path);
}

function dispatchArg(state: StageState, command: CommandOf<'arg'>, context: DispatchContext): void {
  const shown = command.args.map((arg) => {
    lintSecret('ARG', arg.key, command.range, context.lint);
    const given = context.request.buildArgs;
    let value = Object.hasOwn(given, arg.key) ? given[arg.key] : undefined;
    if (value === undefined) {
      value =
        arg.value === undefined
          ? context.globals.get(arg.key)
          : expandIn(state, command, arg.value, context.lint, context.escape);
    }
    if (value !== undefined && !FRONTEND_ARGS.has(arg.key)) state.env = state.env.with(arg.key, value);
    state.buildArgs = [...state.buildArgs, { key: arg.key, value }];
    return value === undefined ? arg.key : `${arg.key}=${value}`;
  });
  commit(state, `ARG ${shown.join(' ')}`);
}

type Word = (text: string) => string;

function dispatchEnv(state: StageState, command: CommandOf<'env'>, word: Word, lint: Lint): void {
  // All of them are expanded before any is set.
  const pairs = command.pairs.map((pair) => ({ ...pair, key: word(pair.key), value: word(pair.value) }));
  for (const { key, value, noDelimiter } of pairs) {
    if (noDelimiter) lint.run('LegacyKeyValueFormat', [command.range], command.keyword);
    lintSecret('ENV', key, command.range, lint);
    state.env = state.env.with(key, value);
    state.image.config.Env = setImageEnv(state.image.config.Env ?? [], key, value);
  }
  commit(state, `ENV ${pairs.map(({ key, value }) => `${key}=${value}`).join(' ')}`);
}

function dispatchLabel(state: StageState, command: CommandOf<'label'>, word: Word, lint: Lint): void {
  const labels: Record<string, string> = {};
  const shown = command.pairs.map((pair) => {
    const [key, value] = [word(pair.key), word(pair.value)];
    if (pair.noDelimiter) lint.run('LegacyKeyValueFormat', [command.range], command.keyword);
    labels[key] = value;
    return `${key}=${value}`;
  });
  addTo(state.image.config, 'Labels', labels);
  commit(state, `LABEL ${shown.join(' ')}`);
}

function dispatchExpose(state: StageState, command: CommandOf<'expose'>, context: DispatchContext): void {
  const specs = command.ports.flatMap((port) => expandWords(port, state.env, context.escape));
  const ports = parseExposed(specs, command.range, context.lint);
  addTo(state.image.config, 'ExposedPorts', Object.fromEntries(ports.map((port) => [port, {}])));
  commit(state, `EXPOSE [${ports.join(' ')}]`);
}

function dispatchVolume(state: StageState, volumes: readonly string[]): void {
  const all: Record<string, Record<string, never>> = {};
  for (const volume of volumes) {
    if (volume === '') throw new Error('VOLUME specified can not be an empty string');
    all[volume] = {};
  }
  addTo(state.image.config, 'Volumes', all);
  commit(state, `VOLUME [${volumes.join(' ')}]`);
}

/** As BuildKit 0.25 puts it into the history: Go's `%q` of a pointer to the struct. Later ones print field names. */
export function formatHealthcheck(health: HealthcheckSpec): string {
  const { test, interval, timeout, startPeriod, startInterval, retries } = health;
  const durations = [interval, timeout, startPeriod, startInterval].map((value) => goQuote(formatDuration(value)));
  return `&{${[goQuoteList(test), ...durations, goQuoteRune(retries)].join(' ')}}`;
}
