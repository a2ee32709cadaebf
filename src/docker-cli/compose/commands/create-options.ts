import { StatusError } from '../../errors.ts';
import type { Flags } from '../../flags/flags.ts';
import { type CreateOptions, ordinaryCreation } from '../apply/up.ts';
import { timeoutOf } from '../command.ts';
import type { Project } from '../file/types.ts';
import type { Compose } from '../project.ts';

const PULL_POLICIES = ['always', 'never', 'build', 'missing', 'if_not_present'];

/** What `up`, `create` and `run` say about how containers are made. */
export function creationOf(compose: Compose, flags: Flags, services: readonly string[]): CreateOptions {
  const pull = flags.changed('pull') ? flags.string('pull') : 'policy';
  if (pull !== 'policy' && !PULL_POLICIES.includes(pull))
    throw new Error(`invalid --pull option ${JSON.stringify(pull)}`);
  if (flags.bool('build') && flags.bool('no-build')) throw new Error('--build and --no-build are incompatible');
  if (flags.bool('renew-anon-volumes') && flags.bool('no-recreate'))
    throw new Error('--no-recreate and --renew-anon-volumes are incompatible');
  if (flags.bool('force-recreate') && flags.bool('no-recreate'))
    throw new Error('--force-recreate and --no-recreate are incompatible');
  if (flags.bool('always-recreate-deps') && flags.bool('no-recreate'))
    throw new Error('--always-recreate-deps and --no-recreate are incompatible');
  const never = flags.bool('no-recreate');
  const force = flags.bool('force-recreate') || flags.bool('renew-anon-volumes');
  const truth = (name: string) => ['1', 'true'].includes((compose.cli.host.env.get(name) ?? '').toLowerCase());
  return {
    ...ordinaryCreation,
    services,
    recreate: never ? 'never' : force ? 'force' : 'diverged',
    recreateDependencies: never ? 'never' : flags.bool('always-recreate-deps') ? 'force' : 'diverged',
    inherit: !flags.bool('renew-anon-volumes'),
    timeout: timeoutOf(flags),
    forceBuild: flags.bool('build'),
    noBuild: flags.bool('no-build'),
    quietPull: flags.bool('quiet-pull'),
    quietBuild: flags.bool('quiet-build'),
    pull: pull === 'if_not_present' ? 'missing' : pull,
    removeOrphans:
      flags.bool('remove-orphans') || (!flags.changed('remove-orphans') && truth('COMPOSE_REMOVE_ORPHANS')),
    ignoreOrphans: truth('COMPOSE_IGNORE_ORPHANS'),
    assumeYes: flags.bool('yes'),
  };
}

/** `--scale SERVICE=NUM` */
export function applyScale(project: Project, given: readonly string[]): void {
  for (const text of given) {
    const parts = text.split('=');
    if (parts.length !== 2) throw new Error(`invalid --scale option ${JSON.stringify(text)}. Should be SERVICE=NUM`);
    setScale(project, parts[0]!, parts[1]!);
  }
}

export function setScale(project: Project, name: string, text: string): void {
  if (!/^[+-]?\d+$/.test(text)) throw new Error(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  const service = project.services[name];
  if (!service) throw new StatusError(`no such service: ${name}: not found`, 1);
  const scale = Number(text);
  project.services[name] = {
    ...service,
    scale,
    ...(service.deploy && { deploy: { ...service.deploy, replicas: scale } }),
  };
}
