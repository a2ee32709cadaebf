import type { Cli } from '../cli.ts';
import { loadProject, type ProjectOptions } from './file/load.ts';
import { type Project, type Service, serviceNames } from './file/types.ts';
import { type Progress, type ProgressMode, withProgress } from './show/progress.ts';
import { Warnings } from './show/warnings.ts';

/** What every command of `docker compose` works with. */
export class Compose {
  readonly cli: Cli;
  readonly options: ProjectOptions;
  readonly mode: ProgressMode;
  /** Whether output may be coloured (`--ansi`). */
  readonly ansi: boolean;
  readonly #warnings: Warnings;

  constructor(cli: Cli, options: ProjectOptions, mode: ProgressMode, ansi: boolean) {
    this.cli = cli;
    this.options = options;
    this.mode = mode;
    this.ansi = ansi;
    this.#warnings = new Warnings(cli);
  }

  get warn(): Warnings['warn'] {
    return this.#warnings.warn;
  }

  flush(): Promise<void> {
    return this.#warnings.flush();
  }

  async progress<T>(title: string, work: (progress: Progress) => Promise<T>): Promise<T> {
    await this.flush();
    try {
      return await withProgress(this.cli, this.mode, title, work);
    } finally {
      await this.flush();
    }
  }

  /** The project of the compose file, of it the services named and what they need; without names all whose profile is active. */
  async project(services: readonly string[] = [], dependencies = true, readEnvFiles = true): Promise<Project> {
    let project: Project;
    try {
      project = await loadProject(this.cli, this.options, this.warn, readEnvFiles);
    } finally {
      await this.flush();
    }
    enable(project, services);
    if (services.length) select(project, services, dependencies);
    if (!this.options.allResources) dropUnused(project);
    return project;
  }

  /** The project if there is a compose file, and its name in any case: `-p` alone is enough for what only looks at containers. */
  async projectOrName(services: readonly string[] = []): Promise<{ project?: Project; name: string }> {
    const given = this.options.name || this.cli.host.env.get('COMPOSE_PROJECT_NAME');
    try {
      const project = await this.project();
      enable(project, services);
      for (const service of services) if (!(service in project.services)) throw noSuchService(service);
      return { project, name: project.name };
    } catch (error) {
      if (given && this.options.files.length === 0) return { name: given };
      throw error;
    }
  }

  async projectName(): Promise<string> {
    const given = this.options.name || this.cli.host.env.get('COMPOSE_PROJECT_NAME');
    return given || (await this.project()).name;
  }
}

export const noSuchService = (name: string): Error => new Error(`no such service: ${name}`);

/** Who is named on the command line needs no profile, nor does what it depends on. */
function enable(project: Project, services: readonly string[]): void {
  for (const name of services) {
    const service = project.disabled[name];
    if (!service) continue;
    project.services[name] = service;
    delete project.disabled[name];
    enable(project, Object.keys(service.depends_on ?? {}));
  }
}

function select(project: Project, services: readonly string[], dependencies: boolean): void {
  const wanted = new Set<string>();
  const want = (name: string) => {
    const service: Service | undefined = project.services[name];
    if (!service) throw noSuchService(name);
    if (wanted.has(name)) return;
    wanted.add(name);
    if (!dependencies) return;
    for (const [other, { required }] of Object.entries(service.depends_on ?? {}))
      if (required || other in project.services) want(other);
  };
  for (const name of services) want(name);
  leaveAside(project, (name) => !wanted.has(name));
}

/** Puts services aside, and the dependencies on them. */
export function leaveAside(project: Project, unwanted: (name: string) => boolean): void {
  for (const name of serviceNames(project)) {
    if (!unwanted(name)) continue;
    project.disabled[name] = project.services[name]!;
    delete project.services[name];
  }
  for (const [name, service] of Object.entries(project.services)) {
    const kept = Object.entries(service.depends_on ?? {}).filter(([other]) => other in project.services);
    project.services[name] = { ...service, depends_on: kept.length ? Object.fromEntries(kept) : undefined };
  }
}

/** Networks and volumes that no service uses are not made. */
function dropUnused(project: Project): void {
  const services = Object.values(project.services);
  const networks = new Set(services.flatMap(({ networks }) => Object.keys(networks ?? {})));
  const volumes = new Set(services.flatMap(({ volumes }) => (volumes ?? []).map(({ source }) => source)));
  const secrets = new Set(
    services
      .flatMap(({ secrets, build }) => [...(secrets ?? []), ...(build?.secrets ?? [])])
      .map(({ source }) => source),
  );
  const configs = new Set(services.flatMap(({ configs }) => (configs ?? []).map(({ source }) => source)));
  const keep = <T>(section: Record<string, T>, used: ReadonlySet<string | undefined>) =>
    Object.fromEntries(Object.entries(section).filter(([key]) => used.has(key)));
  project.networks = keep(project.networks, networks);
  project.volumes = keep(project.volumes, volumes);
  project.secrets = keep(project.secrets, secrets);
  project.configs = keep(project.configs, configs);
}
