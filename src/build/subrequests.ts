import { mountSource, parseMount } from '../dockerfile/instructions/mount.ts';
import type { Range } from '../dockerfile/location.ts';
import { expand } from '../dockerfile/shell/lex.ts';
import type {
  DescribedLocation,
  Outline,
  OutlineArgument,
  OutlineSecret,
  TargetList,
} from '../engine/api/build-request.ts';
import type { Converted } from './convert/conversion.ts';
import { reachableFrom, type StageState } from './convert/stage-state.ts';
import { base64 } from './solve/base64.ts';

const PLATFORM_ARGUMENT = /^(TARGET|BUILD)(PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/;

/** `--call=targets`: the stages one may build (BuildKit's frontend/subrequests/targets). */
export function targetsOf(stages: Converted['stages'], dockerfile: string): TargetList {
  const targets = stages.map(({ name, base, platform, documentation, range }, index) => ({
    ...(name && { name }),
    ...(index === stages.length - 1 && { default: true }),
    ...(documentation && { description: documentation }),
    base,
    ...(platform && { platform }),
    location: locationOf(range),
  }));
  return { targets, sources: [sourceOf(dockerfile)] };
}

/** `--call=outline`: what one may give to the build of a target (frontend/subrequests/outline). */
export function outlineOf({ target, globalArgs, globals }: Converted, dockerfile: string): Outline {
  const { name, documentation } = target.stage;
  const states = statesOf(target);
  const found = {
    args: [...usedGlobals(states, globalArgs, globals), ...states.flatMap(argumentsOf)],
    secrets: states.flatMap((state) => mountsOf(state, 'secret')),
    ssh: states.flatMap((state) => mountsOf(state, 'ssh')),
  };
  const args = byLine(new Map(found.args.map((arg) => [arg.name, arg])));
  const secrets = byLine(firstOf(found.secrets));
  const ssh = byLine(firstOf(found.ssh));
  return {
    ...(name && { name }),
    ...(documentation && { description: documentation }),
    ...(args.length > 0 && { args }),
    ...(secrets.length > 0 && { secrets }),
    ...(ssh.length > 0 && { ssh }),
    sources: [sourceOf(dockerfile)],
  };
}

/** The stages a target is made of, in the order of the Dockerfile. */
function statesOf(target: StageState): StageState[] {
  return [...reachableFrom(target)].filter(({ index }) => index !== undefined).sort((a, b) => a.index! - b.index!);
}

/** Of the ARGs before the first FROM those that a FROM needs. */
function usedGlobals(
  states: readonly StageState[],
  globalArgs: Converted['globalArgs'],
  globals: Converted['globals'],
): OutlineArgument[] {
  const used = new Set(states.flatMap(({ stage }) => [...expand(stage.base + stage.platform, globals).matched]));
  return globalArgs.flatMap(({ args, comments, range }) =>
    args.filter(({ key }) => used.has(key)).map(({ key }) => argument(key, globals.get(key), comments, range)),
  );
}

function argumentsOf(state: StageState): OutlineArgument[] {
  // Those of the base stage stand first.
  const own = state.buildArgs.slice(state.base?.buildArgs.length ?? 0);
  const commands = state.commands.flatMap(({ command }) => (command.kind === 'arg' ? [command] : []));
  let next = 0;
  return commands.flatMap(({ args, comments, range }) =>
    args
      .map((given) => ({ ...given, known: own[next++]?.value }))
      // What BuildKit itself knows need not be given.
      .filter(({ key, value }) => value !== undefined || !PLATFORM_ARGUMENT.test(key))
      .map(({ key, known }) => argument(key, known, comments, range)),
  );
}

function argument(name: string, value: string | undefined, comments: readonly string[], range: Range): OutlineArgument {
  const description = comments.find((comment) => comment.startsWith(`${name} `))?.slice(name.length + 1);
  return { name, ...(description && { description }), ...(value && { value }), location: locationOf(range) };
}

function mountsOf(state: StageState, type: 'secret' | 'ssh'): OutlineSecret[] {
  return state.commands.flatMap(({ command }) => {
    if (command.kind !== 'run') return [];
    return command.mounts
      .filter((text) => mountSource(text) === '')
      .map((text) => parseMount(text, (word) => word))
      .filter((mount) => mount.type === type)
      .map(({ id, target, required }) => ({
        name: id || (type === 'ssh' ? 'default' : target.slice(target.lastIndexOf('/') + 1)),
        ...(required && { required }),
        location: locationOf(command.range),
      }));
  });
}

/** Each once, as it is asked for first. */
function firstOf(secrets: readonly OutlineSecret[]): Map<string, OutlineSecret> {
  return new Map([...secrets].reverse().map((secret) => [secret.name, secret]));
}

function byLine<Entry extends { readonly name: string; readonly location: DescribedLocation }>(
  entries: ReadonlyMap<string, Entry>,
): Entry[] {
  const line = ({ location }: Entry) => location.ranges[0]!.start.line;
  return [...entries.values()].sort((a, b) => line(a) - line(b));
}

/** A range for each line. */
function locationOf({ start, end }: Range): DescribedLocation {
  const lines = Array.from({ length: end - start + 1 }, (_, i) => ({ line: start + i }));
  return { ranges: lines.map((line) => ({ start: line, end: line })) };
}

function sourceOf(dockerfile: string): string {
  return base64(new TextEncoder().encode(dockerfile));
}
