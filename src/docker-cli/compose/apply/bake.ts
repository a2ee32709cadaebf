import { joinPath } from '../../client/paths.ts';
import { imageOf, type Project } from '../file/types.ts';
import { COMPOSE_VERSION, LABEL } from './labels.ts';

/** Flags of `docker compose build` that go into every build. */
export interface BuildFlags {
  readonly args: Readonly<Record<string, string>>;
  readonly noCache: boolean;
  readonly pull: boolean;
}

export const NO_BUILD_FLAGS: BuildFlags = { args: {}, noCache: false, pull: false };

/** One target of a bake file: what compose hands to the builder. */
export interface BakeTarget {
  context: string;
  contexts?: Record<string, string>;
  dockerfile?: string;
  'dockerfile-inline'?: string;
  args?: Record<string, string | null>;
  labels: Record<string, string>;
  tags: string[];
  target?: string;
  secret?: string[];
  'no-cache'?: boolean;
  pull?: boolean;
  network?: string;
  'extra-hosts'?: Record<string, string>;
  platforms?: string[];
  output: string[];
}

export interface BakeFile {
  group: { default: { targets: string[] } };
  target: Record<string, BakeTarget>;
}

/** The builds of these services as a bake file (`docker compose build --print`). */
export function bakeFile(project: Project, services: readonly string[], flags: BuildFlags): BakeFile {
  const target: Record<string, BakeTarget> = {};
  for (const name of services) target[name] = bakeTarget(project, name, flags);
  return { group: { default: { targets: [...services] } }, target };
}

function bakeTarget(project: Project, name: string, flags: BuildFlags): BakeTarget {
  const service = project.services[name]!;
  const build = service.build!;
  const args = { ...build.args, ...flags.args };
  const hosts = (build.extra_hosts ?? []).map((host) => host.split('=') as [string, string]);
  return {
    context: build.context,
    ...(build.additional_contexts && { contexts: build.additional_contexts }),
    ...(build.dockerfile_inline
      ? { 'dockerfile-inline': build.dockerfile_inline }
      : { dockerfile: dockerfilePath(build.context, build.dockerfile ?? 'Dockerfile') }),
    ...(Object.keys(args).length > 0 && { args }),
    labels: {
      ...build.labels,
      [LABEL.project]: project.name,
      [LABEL.service]: name,
      [LABEL.version]: COMPOSE_VERSION,
    },
    tags: [...(build.tags ?? []), imageOf(project, name)],
    ...(build.target && { target: build.target }),
    ...(build.secrets && { secret: build.secrets.map((reference) => secret(project, reference)) }),
    ...((flags.noCache || build.no_cache) && { 'no-cache': true }),
    ...((flags.pull || build.pull) && { pull: true }),
    ...(build.network && { network: build.network }),
    ...(hosts.length > 0 && { 'extra-hosts': Object.fromEntries(hosts) }),
    ...(build.platforms && { platforms: build.platforms }),
    output: ['type=docker'],
  };
}

const dockerfilePath = (context: string, dockerfile: string): string =>
  dockerfile.startsWith('/') || /^\w+:/.test(context) ? dockerfile : joinPath(context, dockerfile);

function secret(project: Project, { source, target }: { source: string; target?: string }): string {
  const { file, environment } = project.secrets[source]!;
  return `id=${target ?? source},${environment ? `type=env,env=${environment}` : `type=file,src=${file}`}`;
}
