import type { Frontend } from '../../dockerfile/instructions/frontend.ts';
import { parseMount } from '../../dockerfile/instructions/mount.ts';
import type { CommandOf, Mount } from '../../dockerfile/instructions/types.ts';
import { chompHeredoc, parseHeredocOrNone } from '../../dockerfile/parser/heredoc.ts';
import { goQuote } from '../../dockerfile/quote.ts';
import { expand, type Variables } from '../../dockerfile/shell/lex.ts';
import type { RunMount, Vertex } from '../graph.ts';
import { summarizeHeredoc } from './heredoc-summary.ts';
import { commit, type DispatchContext, withShell } from './instruction-effects.ts';
import { joinPath } from './path.ts';
import type { StageCommand, StageState } from './stage-state.ts';
import { uppercaseKeyword } from './steps.ts';

const PROXIES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy', 'all_proxy'];
const PIPES = '/dev/pipes/';

export function dispatchRun(
  state: StageState,
  { step, sources, onBuild }: StageCommand,
  command: CommandOf<'run'>,
  context: DispatchContext,
  word: (text: string) => string,
): void {
  const mounts = command.mounts.map((mount) => parseMount(mount, word));
  const inputs: (Vertex | undefined)[] = [state.vertex];
  const runMounts: RunMount[] = [];
  const { args, suffix, script } = commandOf(command, context.frontend);
  if (script) {
    runMounts.push({ mount: scriptMount, target: PIPES, input: inputs.length });
    inputs.push(script);
  }
  mounts.forEach((mount, index) => {
    runMounts.push(mountInput(state, mount, sources[index]!, inputs, context));
  });
  if (command.security === 'insecure') {
    throw new Error('drydock: not simulated: RUN --security=insecure');
  }
  if (command.devices.length > 0) {
    throw new Error(
      context.frontend.labs
        ? 'drydock: not simulated: RUN --device'
        : 'device feature is only supported in Dockerfile frontend 1.14.0-labs or later',
    );
  }
  const argv = command.prependShell ? withShell(state, args) : args;
  const name = runName(state, command.code + suffix, mounts, context.escape);
  context.steps.name(step, name);
  state.vertex = {
    name: state.prefix(name, onBuild),
    operation: {
      kind: 'run',
      args: argv,
      env: state.env.list(),
      proxyEnv: proxyEnv(context.request.buildArgs),
      directory: state.directory,
      user: state.user,
      network: networkOf(command.network, context.request.networkMode),
      extraHosts: context.request.addHosts ?? [],
      limits: context.request.limits,
      mounts: runMounts,
    },
    inputs,
    ranges: [command.range],
    ignoreCache: state.ignoreCache,
    step,
  };
  context.steps.vertex(step, state.vertex);
  commit(state, `RUN ${historyCommand(argv, state)} # buildkit`, true);
}

/** Here-documents: a lone one is the script itself, others are left to the shell. */
function commandOf(
  command: CommandOf<'run'>,
  frontend: Frontend,
): { args: readonly string[]; suffix: string; script?: Vertex } {
  const [first] = command.files;
  if (!first) return { args: command.commandLine, suffix: '' };
  const [line] = command.commandLine;
  if (command.commandLine.length !== 1 || line === undefined || !command.prependShell) {
    throw new Error(`parsing produced an invalid run command: [${command.commandLine.join(' ')}]`);
  }
  if (!parseHeredocOrNone(line)) {
    const rest = command.files.map((file) => `\n${file.data}${file.name}`).join('');
    return { args: [line + rest], suffix: '' };
  }
  const suffix = ` (${summarizeHeredoc(first.data)})`;
  const data = first.chomp ? chompHeredoc(first.data) : first.data;
  // Before 1.21 a script whose first line is indented has no interpreter of its own.
  if (!(frontend.minor >= 21 ? data : first.data).startsWith('#!')) return { args: [data], suffix };
  const script: Vertex = {
    name: '[internal] preparing inline document',
    operation: { kind: 'inline', path: first.name, data, mode: 0o755 },
    inputs: [],
    ranges: [],
    ignoreCache: false,
  };
  return { args: [PIPES + first.name], suffix, script };
}

const scriptMount: Mount = {
  type: 'bind',
  from: '',
  source: '',
  target: PIPES,
  readOnly: true,
  size: 0,
  id: '',
  sharing: undefined,
  required: false,
  env: undefined,
  mode: undefined,
  uid: undefined,
  gid: undefined,
};

function mountInput(
  state: StageState,
  mount: Mount,
  source: StageState,
  inputs: (Vertex | undefined)[],
  context: DispatchContext,
): RunMount {
  if (mount.type === 'secret' || mount.type === 'ssh') return { mount, target: mount.target };
  if (mount.from && !source.dispatched && source.index !== undefined) {
    throw new Error(
      `cannot mount from stage ${goQuote(mount.from)} to ${goQuote(mount.target)}, stage needs to be defined before current command`,
    );
  }
  const target = mount.target.startsWith('/') ? mount.target : joinPath('/', state.directory, mount.target);
  if (target === '/') throw new Error(`invalid mount target ${goQuote(target)}`);
  if (mount.type === 'cache' && !mount.from) {
    const permissions = cachePermissions(mount);
    if (permissions) inputs.push(permissions);
    return { mount, target };
  }
  if (mount.type === 'tmpfs') return { mount, target };
  const input = inputs.length;
  if (mount.from) {
    inputs.push(source.vertex);
  } else {
    inputs.push(context.context);
    context.usesContext = true;
  }
  return { mount, target, input };
}

/** A cache that is to belong to somebody begins with a directory made so, in a step of its own. */
function cachePermissions({ uid, gid, mode }: Mount): Vertex | undefined {
  if (uid === undefined && gid === undefined && mode === undefined) return undefined;
  return {
    name: '[internal] setting cache mount permissions',
    operation: {
      kind: 'mkdir',
      path: '/cache',
      user: `${uid ?? 0}:${gid ?? 0}`,
      created: undefined,
      mode: mode ?? 0o755,
    },
    inputs: [],
    ranges: [],
    ignoreCache: false,
  };
}

function runName(state: StageState, code: string, mounts: readonly Mount[], escapeToken: string): string {
  const masked = new Set(mounts.filter((mount) => mount.type === 'secret').map((mount) => mount.env));
  const variables: Variables = {
    get: (name) => (masked.has(name) ? '****' : state.env.get(name)),
    names: () => state.env.names(),
  };
  try {
    return uppercaseKeyword(expand(code, variables, escapeToken, { rawQuotes: true, skipUnsetEnv: true }).result);
  } catch {
    return uppercaseKeyword(code);
  }
}

/** `|1 A=x /bin/sh -c …`: the build arguments in force come first. */
function historyCommand(args: readonly string[], state: StageState): string {
  const values = new Map<string, string>();
  for (const { key, value } of state.buildArgs) values.set(key, state.env.get(key) ?? value ?? '');
  const shown = [...values].map(([key, value]) => `${key}=${value}`);
  return [...(shown.length > 0 ? [`|${shown.length}`, ...shown] : []), ...args].join(' ');
}

function proxyEnv(buildArgs: Readonly<Record<string, string>>): string[] {
  return Object.keys(buildArgs)
    .sort()
    .filter((key) => PROXIES.includes(key.toLowerCase()))
    .flatMap((key) => [`${key.toUpperCase()}=${buildArgs[key]}`, `${key.toLowerCase()}=${buildArgs[key]}`]);
}

function networkOf(given: string, mode: string | undefined): 'default' | 'none' | 'host' {
  const network = given === 'default' ? mode : given;
  return network === 'none' || network === 'host' ? network : 'default';
}
