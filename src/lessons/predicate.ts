import type { BuildRecord, WritableLayer } from '../engine/api/drydock.ts';
import type { Facts } from './facts.ts';
import type { ContainerPredicate, ImagePredicate, Predicate, Share } from './lesson.ts';

/** Whether a statement is true now. */
export async function holds(predicate: Predicate, facts: Facts): Promise<boolean> {
  if ('all' in predicate) return (await Promise.all(predicate.all.map((part) => holds(part, facts)))).every(Boolean);
  if ('any' in predicate) return (await Promise.all(predicate.any.map((part) => holds(part, facts)))).some(Boolean);
  if ('not' in predicate) return !(await holds(predicate.not, facts));
  if ('container' in predicate) return containerHolds(predicate, facts);
  if ('image' in predicate) return imageHolds(predicate, facts);
  if ('build' in predicate) return buildHolds(predicate, await facts.lastBuild());
  if ('step' in predicate) {
    const step = (await facts.lastBuild())?.steps.find((candidate) => candidate.name === predicate.step);
    if (step?.state !== predicate.was) return false;
    return predicate.because === undefined || step.causes.some((cause) => cause.kind === predicate.because);
  }
  if ('stepsInOrder' in predicate) {
    const names = (await facts.lastBuild())?.steps.map((step) => step.name) ?? [];
    const positions = predicate.stepsInOrder.map((name) => names.indexOf(name));
    return positions.every((position, index) => position >= 0 && (index === 0 || position > positions[index - 1]!));
  }
  if ('writableLayer' in predicate) {
    const path = `/drydock/containers/${encodeURIComponent(predicate.writableLayer)}/upper`;
    const layer = (await facts.json(path)) as WritableLayer | undefined;
    return layer?.entries.some((entry) => entry.change === predicate.has && entry.kind !== 'directory') ?? false;
  }
  if ('removed' in predicate) return facts.world.removed.has(predicate.removed);
  if ('logs' in predicate) {
    const logs = await facts.text(`/containers/${encodeURIComponent(predicate.logs)}/logs`, 'stdout=1&stderr=1');
    return logs?.includes(predicate.contain) ?? false;
  }
  if ('volume' in predicate) {
    const found = (await facts.json(`/volumes/${encodeURIComponent(predicate.volume)}`)) !== undefined;
    return found !== (predicate.absent ?? false);
  }
  if ('network' in predicate) return networkHolds(predicate, facts);
  if ('file' in predicate) {
    const text = facts.world.file(predicate.file);
    if (predicate.absent) return text === undefined;
    return text !== undefined && (predicate.matches === undefined || new RegExp(predicate.matches, 'm').test(text));
  }
  if ('event' in predicate) {
    const [type, action] = predicate.event.split('/');
    const wanted = Object.entries(predicate.with ?? {});
    return (await facts.events()).some(
      ({ Type, Action, Actor }) =>
        Type === type && Action === action && wanted.every(([name, value]) => Actor.Attributes[name] === value),
    );
  }
  if ('command' in predicate) {
    const wanted = new RegExp(predicate.command);
    return facts.world.commands.some(
      ({ line, status }) =>
        wanted.test(line) && status !== undefined && (predicate.exit === undefined || predicate.exit === status),
    );
  }
  if ('answer' in predicate) {
    const given = facts.world.answers[predicate.answer];
    return given !== undefined && (predicate.answer.endsWith('/prediction') || given.got === given.of);
  }
  const { stdout, exit } = await facts.shell(predicate.shell);
  if (exit !== (predicate.exit ?? 0)) return false;
  return predicate.prints === undefined || new RegExp(predicate.prints, 'm').test(stdout);
}

/** How much of a statement is so, when that can be told and it is neither nothing nor all of it. */
export async function shareOf(predicate: Predicate, met: boolean, facts: Facts): Promise<Share | undefined> {
  let share: Share | undefined;
  if ('answer' in predicate) share = facts.world.answers[predicate.answer];
  else if ('all' in predicate && !met) {
    const parts = await Promise.all(predicate.all.map((part) => holds(part, facts)));
    share = { got: parts.filter(Boolean).length, of: parts.length };
  }
  return share && share.got < share.of && (met || share.got > 0) ? share : undefined;
}

interface InspectedImage {
  readonly Id: string;
  readonly Size: number;
  readonly Config: {
    readonly Cmd?: readonly string[] | null;
    readonly Entrypoint?: readonly string[] | null;
    readonly Env?: readonly string[] | null;
    readonly ExposedPorts?: object | null;
    readonly User?: string;
    readonly WorkingDir?: string;
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly Volumes?: object | null;
  };
}

async function imageHolds(wanted: ImagePredicate, facts: Facts): Promise<boolean> {
  const inspect = async (name: string) =>
    (await facts.json(`/images/${encodeURIComponent(name)}/json`)) as InspectedImage | undefined;
  const found = await inspect(wanted.image);
  if (wanted.absent) return found === undefined;
  if (!found) return false;
  const { Config } = found;
  const { sameAs, smallerThan, cmd, entrypoint, env, exposes, user, workdir, label, volume } = wanted;
  const other = sameAs === undefined ? undefined : await inspect(sameAs);
  const larger = smallerThan === undefined ? undefined : await inspect(smallerThan);
  return (
    (sameAs === undefined || other?.Id === found.Id) &&
    (smallerThan === undefined || (larger !== undefined && found.Size < larger.Size)) &&
    (cmd === undefined || same(cmd, Config.Cmd)) &&
    (entrypoint === undefined || same(entrypoint, Config.Entrypoint)) &&
    (env === undefined || (Config.Env ?? []).includes(env)) &&
    (exposes === undefined || exposes in (Config.ExposedPorts ?? {})) &&
    (user === undefined || Config.User === user) &&
    (workdir === undefined || Config.WorkingDir === workdir) &&
    (label === undefined || labels(Config.Labels).includes(label)) &&
    (volume === undefined || volume in (Config.Volumes ?? {}))
  );
}

function same(wanted: readonly string[], found: readonly string[] | null | undefined): boolean {
  return JSON.stringify(wanted) === JSON.stringify(found ?? []);
}

function labels(found: Readonly<Record<string, string>> | null | undefined): string[] {
  return Object.entries(found ?? {}).map(([name, value]) => `${name}=${value}`);
}

interface InspectedContainer {
  readonly Id: string;
  readonly State: { readonly Status: string; readonly ExitCode: number; readonly Health?: { readonly Status: string } };
  readonly Config: { readonly Image: string; readonly Env?: readonly string[] | null };
  readonly Mounts: readonly { readonly Destination: string; readonly Name?: string }[];
  readonly NetworkSettings: {
    readonly Networks: object;
    readonly Ports: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>>;
  };
}

async function containerHolds(wanted: ContainerPredicate, facts: Facts): Promise<boolean> {
  const path = `/containers/${encodeURIComponent(wanted.container)}/json`;
  const found = (await facts.json(path)) as InspectedContainer | undefined;
  if (wanted.state === 'absent') return found === undefined;
  if (!found) return false;
  const { State, Config, Mounts, NetworkSettings } = found;
  const { state, startedTimes, exitCode, image, mount, volume, network, env, port, health } = wanted;
  const ports = Object.values(NetworkSettings.Ports).flatMap((bindings) => bindings ?? []);
  return (
    (state === undefined || State.Status === state) &&
    (exitCode === undefined || (State.Status === 'exited' && State.ExitCode === exitCode)) &&
    (image === undefined || Config.Image === image) &&
    (mount === undefined || Mounts.some(({ Destination }) => Destination === mount)) &&
    (volume === undefined || Mounts.some(({ Name }) => Name === volume)) &&
    (network === undefined || network in NetworkSettings.Networks) &&
    (env === undefined || (Config.Env ?? []).includes(env)) &&
    (port === undefined || ports.some(({ HostPort }) => HostPort === String(port))) &&
    (health === undefined || State.Health?.Status === health) &&
    (startedTimes === undefined || (await facts.startsOf(found.Id)) >= startedTimes)
  );
}

function buildHolds(wanted: Extract<Predicate, { build: string }>, build: BuildRecord | undefined): boolean {
  if (!build) return false;
  if (wanted.build === 'failed') {
    return build.error !== undefined && (wanted.error === undefined || new RegExp(wanted.error).test(build.error));
  }
  if (build.error !== undefined) return false;
  const reused = ({ state }: BuildRecord['steps'][number]) => state === 'CACHED' || state === 'METADATA-ONLY';
  return wanted.build === 'succeeded' || build.steps.every(reused);
}

async function networkHolds(wanted: Extract<Predicate, { network: string }>, facts: Facts): Promise<boolean> {
  const path = `/networks/${encodeURIComponent(wanted.network)}`;
  const found = (await facts.json(path)) as
    | { readonly Containers?: Readonly<Record<string, { readonly Name: string }>> }
    | undefined;
  if (wanted.absent) return found === undefined;
  const names = Object.values(found?.Containers ?? {}).map(({ Name }) => Name);
  return found !== undefined && (wanted.connects ?? []).every((name) => names.includes(name));
}
