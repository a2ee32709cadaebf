import { type Project, type Service, scaleOf, serviceNames } from './types.ts';

/** Refuses a project whose parts do not fit together (compose-go's loader/validate.go), in its words. */
export function checkConsistency(project: Project): void {
  for (const name of serviceNames(project)) checkService(project, name, project.services[name]!);
  for (const [name, { external, file, environment }] of Object.entries(project.secrets))
    if (!external && !file && !environment)
      throw invalid(`secret ${JSON.stringify(name)} must declare either \`file\` or \`environment\``);
  checkCycles(project);
}

const invalid = (text: string): Error => new Error(`${text}: invalid compose project`);

function checkService(project: Project, name: string, service: Service): void {
  const quoted = JSON.stringify(name);
  if (!service.build && !service.image && !service.provider)
    throw invalid(`service ${quoted} has neither an image nor a build context specified`);
  if (service.build?.dockerfile_inline && service.build.dockerfile)
    throw invalid(`service ${quoted} declares mutualy exclusive dockerfile and dockerfile_inline`);
  if (service.network_mode && service.networks)
    throw invalid(`service ${name} declares mutually exclusive \`network_mode\` and \`networks\``);
  for (const network of Object.keys(service.networks ?? {}))
    if (!(network in project.networks)) throw invalid(`service ${quoted} refers to undefined network ${network}`);
  const kind = service.healthcheck?.test?.[0];
  if (kind !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(kind))
    throw new Error('healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"');
  for (const [dependency, { required }] of Object.entries(service.depends_on ?? {})) {
    if (dependency in project.services || (dependency in project.disabled && !required)) continue;
    throw invalid(`service ${quoted} depends on undefined service ${JSON.stringify(dependency)}`);
  }
  for (const { type, source } of service.volumes ?? [])
    if (type === 'volume' && source && !(source in project.volumes))
      throw invalid(`service ${quoted} refers to undefined volume ${source}`);
  for (const { source } of service.build?.secrets ?? [])
    if (!(source in project.secrets)) throw invalid(`service ${quoted} refers to undefined build secret ${source}`);
  for (const { source } of service.configs ?? [])
    if (!(source in project.configs)) throw invalid(`service ${quoted} refers to undefined config ${source}`);
  for (const { source } of service.secrets ?? [])
    if (!(source in project.secrets)) throw invalid(`service ${quoted} refers to undefined secret ${source}`);
  checkScale(name, service);
  checkTargets(name, service);
}

function checkScale(name: string, service: Service): void {
  const { scale, deploy } = service;
  if (scale !== undefined && deploy?.replicas !== undefined && scale !== deploy.replicas)
    throw invalid(`services.${name}: can't set distinct values on 'scale' and 'deploy.replicas'`);
  if (scale !== undefined && scale < 0) throw new Error(`services.${name}.scale: must be greater than or equal to 0`);
  if (scaleOf(service) > 1 && service.container_name) {
    // Both words stand in the other's place there.
    const member = scale === undefined ? 'deploy.replicas' : 'scale';
    throw invalid(`services.${member}: can't set container_name and ${name} as container name must be unique`);
  }
}

function checkTargets(name: string, service: Service): void {
  const mounted = new Map<string, string>();
  const claim = (place: string, target: string) => {
    const before = mounted.get(target);
    if (before !== undefined) throw new Error(`${place}: target ${target} already mounted as ${before}`);
    mounted.set(target, place);
  };
  for (const [index, spec] of (service.tmpfs ?? []).entries())
    claim(`services.${name}.tmpfs[${index}]`, spec.split(':')[0]!);
  for (const [index, { target }] of (service.volumes ?? []).entries())
    claim(`services.${name}.volumes[${index}]`, target);
}

function checkCycles(project: Project): void {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]) => {
    const start = trail.indexOf(name);
    if (start >= 0) throw new Error(`dependency cycle detected: ${[...trail.slice(start), name].join(' -> ')}`);
    if (done.has(name)) return;
    for (const next of Object.keys(project.services[name]?.depends_on ?? {})) visit(next, [...trail, name]);
    done.add(name);
  };
  for (const name of serviceNames(project)) visit(name, []);
}
