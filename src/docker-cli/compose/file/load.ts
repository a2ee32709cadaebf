import type { Cli } from '../../cli.ts';
import { baseName, directoryName, resolvePath } from '../../client/paths.ts';
import { messageOf } from '../../errors.ts';
import type { Warn } from '../show/warnings.ts';
import { checkConsistency } from './consistency.ts';
import { parseDotenv } from './dotenv.ts';
import { applyExtends } from './extends.ts';
import { ordered, SERVICE_FIELDS } from './fields.ts';
import { importInto, includesOf, relocated } from './include.ts';
import { interpolate } from './interpolate.ts';
import { merge, withoutRedefined } from './merge.ts';
import { canonicalFiles, canonicalNetworks, canonicalVolumes } from './resources.ts';
import { composeFile } from './schema.ts';
import { canonicalService, extensionsOf, hostPath, resolved, type Surroundings } from './service.ts';
import { mismatch } from './shape.ts';
import { isMapping, type Mapping, sortedKeys, type Tree } from './tree.ts';
import type { Project, Service } from './types.ts';
import { shown, sorted, truth } from './values.ts';
import type { Substitution } from './variables.ts';
import { type ComposeFile, parseYaml } from './yaml.ts';

/** The flags of `docker compose` itself that say which project is meant. */
export interface ProjectOptions {
  readonly files: readonly string[];
  readonly name: string;
  readonly directory: string;
  readonly envFiles: readonly string[];
  readonly profiles: readonly string[];
  readonly allResources: boolean;
}

/** Where a service's files are, and whether its `env_file` is read into its environment. */
interface Around extends Surroundings {
  readonly readEnvFiles: boolean;
}

const FILE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDE_NAMES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** Where the project's files are: given, or looked for here and in the folders above (compose-go's cli/options.go). */
export function findFiles(cli: Cli, options: ProjectOptions, warn: Warn): string[] {
  const cwd = options.directory ? resolvePath(cli.host.cwd(), options.directory) : cli.host.cwd();
  const named = options.files.length
    ? options.files
    : (cli.host.env.get('COMPOSE_FILE') ?? '').split(':').filter(Boolean);
  if (named.length) return named.map((file) => (file === '-' ? file : resolvePath(cli.host.cwd(), file)));
  for (let folder = cwd; ; folder = directoryName(folder)) {
    const found = FILE_NAMES.map((name) => resolvePath(folder, name)).filter((path) => exists(cli, path));
    if (found.length > 1) {
      warn(`Found multiple config files with supported names: ${found.join(', ')}`);
      warn(`Using ${found[0]}`);
    }
    if (found.length) {
      const over = OVERRIDE_NAMES.map((name) => resolvePath(folder, name)).filter((path) => exists(cli, path));
      return [found[0]!, ...over.slice(0, 1)];
    }
    if (folder === '/') throw new Error('no configuration file provided: not found');
  }
}

function exists(cli: Cli, path: string): boolean {
  try {
    return cli.host.files.stat(path).kind !== 'directory';
  } catch {
    return false;
  }
}

/** Reads the project. Fails in compose's words. */
export async function loadProject(
  cli: Cli,
  options: ProjectOptions,
  warn: Warn,
  readEnvFiles = true,
): Promise<Project> {
  const files = findFiles(cli, options, warn);
  const first = files.find((file) => file !== '-');
  const directory = options.directory
    ? resolvePath(cli.host.cwd(), options.directory)
    : first === undefined
      ? cli.host.cwd()
      : directoryName(first);
  const environment = readEnvironment(cli, options, directory, warn);
  const how: Substitution = {
    lookup: (name) => environment.get(name),
    missing: (name) => warn(`The ${JSON.stringify(name)} variable is not set. Defaulting to a blank string.`),
  };
  const around: Around = { directory, home: cli.host.env.get('HOME') ?? '/root', environment, readEnvFiles };
  const texts = new Map<string, string>();
  for (const file of files) texts.set(file, file === '-' ? await readStandardInput(cli) : readText(cli, file));
  const named = Boolean(options.name || environment.get('COMPOSE_PROJECT_NAME'));
  const parse = (file: string) => parseYaml(texts.get(file) ?? readText(cli, file), file, named);
  const parsed = files.map(parse);
  const name = projectName(
    cli,
    options,
    directory,
    parsed.map(({ tree }) => tree),
    how,
  );
  environment.set('COMPOSE_PROJECT_NAME', name);
  const whole = layered(cli, files, { directory, environment, how, parse, warn, trail: [] });
  const project = canonicalProject(cli, whole, { name, directory, files, environment }, around);
  checkConsistency(enableProfiles(project, activeProfiles(cli, options, environment)));
  return project;
}

/** What the files of one project, or of one `include`, are read with. */
interface Level {
  readonly directory: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly how: Substitution;
  readonly parse: (file: string) => ComposeFile;
  readonly warn: Warn;
  /** The files that include this one. */
  readonly trail: readonly string[];
}

/** Each file over those before it. */
function layered(cli: Cli, files: readonly string[], level: Level): Mapping {
  let whole: Mapping = {};
  for (const file of files) {
    const trail = [...level.trail, file];
    if (level.trail.includes(file)) throw new Error(`include cycle detected:\n${trail.join('\n include ')}`);
    const { tree, replaced } = level.parse(file);
    let own = checkedFile(tree, file, (other) => level.parse(other).tree, level.how, level.warn);
    for (const part of includesOf(own, level.directory))
      own = importInto(own, included(cli, part, { ...level, trail }));
    const { include: _, ...rest } = own;
    for (const path of replaced) whole = without(whole, path);
    whole = withoutRedefined(merge(whole, rest)) as Mapping;
  }
  return whole;
}

/** A project of its own, with its own folder and `.env`; what is set outside goes before. */
function included(cli: Cli, part: ReturnType<typeof includesOf>[number], level: Level): Mapping {
  const { directory, files, envFiles } = part;
  const found = new Map<string, string>();
  const lookup = (name: string) => level.environment.get(name) ?? found.get(name);
  for (const path of envFiles ?? [resolvePath(directory, '.env')]) {
    if (exists(cli, path))
      for (const [key, value] of parseDotenv(readText(cli, path), lookup, () => {})) found.set(key, value);
    else if (envFiles) throw new Error(`stat ${path}: no such file or directory`);
  }
  const environment = new Map([...found, ...level.environment]);
  const how = { ...level.how, lookup: (name: string) => environment.get(name) };
  const parse = (file: string) => parseYaml(readText(cli, file), file, true);
  return relocated(layered(cli, files, { ...level, directory, environment, how, parse }), directory, environment);
}

function without(tree: Mapping, [key, ...below]: readonly string[]): Mapping {
  if (key === undefined || !(key in tree)) return tree;
  const { [key]: inner, ...rest } = tree;
  if (below.length === 0) return rest;
  return isMapping(inner) ? { ...tree, [key]: without(inner, below) } : tree;
}

function readText(cli: Cli, path: string): string {
  try {
    return new TextDecoder().decode(cli.host.files.read(path));
  } catch (error) {
    throw new Error(`open ${path}: ${messageOf(error)}`);
  }
}

async function readStandardInput(cli: Cli): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const bytes = await cli.host.stdin.read();
    if (bytes.length === 0) return text;
    text += decoder.decode(bytes, { stream: true });
  }
}

/** `.env` beside the compose file, or the files named; what is set around goes before. */
function readEnvironment(cli: Cli, { envFiles }: ProjectOptions, directory: string, warn: Warn): Map<string, string> {
  const named = envFiles.length ? envFiles : (cli.host.env.get('COMPOSE_ENV_FILES') ?? '').split(',').filter(Boolean);
  const paths = named.length
    ? named.map((file) => resolvePath(cli.host.cwd(), file))
    : [resolvePath(directory, '.env')];
  const found = new Map<string, string>();
  for (const path of paths) {
    if (!exists(cli, path)) {
      if (named.length) throw new Error(`couldn't find env file: ${path}`);
      continue;
    }
    try {
      const missing = (name: string) =>
        warn(`The ${JSON.stringify(name)} variable is not set. Defaulting to a blank string.`);
      const lookup = (name: string) => cli.host.env.get(name) ?? found.get(name);
      for (const [key, value] of parseDotenv(readText(cli, path), lookup, missing)) found.set(key, value);
    } catch (error) {
      throw new Error(`failed to read ${path}: ${messageOf(error)}`);
    }
  }
  for (const [key, value] of cli.host.env) found.set(key, value);
  return found;
}

function checkedFile(
  parsed: Mapping,
  file: string,
  parse: (file: string) => Mapping,
  how: Substitution,
  warn: Warn,
): Mapping {
  const { version, ...tree } = interpolate(parsed, how, warn);
  if ('services' in tree) {
    if (!isMapping(tree.services)) throw new Error('services must be a mapping');
    for (const [name, service] of Object.entries(tree.services))
      if (service !== null && !isMapping(service)) throw new Error(`services.${name} must be a mapping`);
  }
  // Told before what else may be wrong.
  includesOf(tree, directoryName(file));
  const whole = withoutRedefined(applyExtends(tree, file, (other) => interpolate(parse(other), how, warn))) as Mapping;
  if (version !== undefined)
    warn(
      `${file}: the attribute \`version\` is obsolete, it will be ignored, please remove it to avoid potential confusion`,
    );
  const wrong = mismatch(whole, composeFile);
  if (wrong) throw new Error(`validating ${file}: ${wrong.path.join('.')} ${wrong.words}`);
  return whole;
}

const normalName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^-_a-z0-9]/g, '')
    .replace(/^[_-]+/, '');

function projectName(
  cli: Cli,
  options: ProjectOptions,
  directory: string,
  parsed: readonly Mapping[],
  how: Substitution,
): string {
  const given = options.name || cli.host.env.get('COMPOSE_PROJECT_NAME') || how.lookup('COMPOSE_PROJECT_NAME');
  const written = parsed.map(({ name }) => name).filter((name) => name !== undefined && name !== null);
  const inFile = written.length ? shown(interpolate({ name: written.at(-1)! }, how, () => {}).name!) : '';
  if (given && normalName(given) !== given)
    throw new Error(
      `invalid project name ${JSON.stringify(given)}: must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number`,
    );
  const result = given || normalName(inFile) || normalName(baseName(directory));
  if (!result) throw new Error('project name must not be empty');
  return result;
}

function canonicalProject(
  cli: Cli,
  tree: Mapping,
  which: Pick<Project, 'name' | 'directory' | 'files'> & { environment: Map<string, string> },
  around: Around,
): Project {
  const services: Record<string, Service> = {};
  const written = isMapping(tree.services) ? tree.services : {};
  for (const name of sortedKeys(written)) {
    const from = written[name] as Mapping;
    const service = canonicalService(name, from, around);
    services[name] = withEnvFiles(cli, service, from.env_file ?? null, around);
  }
  const usesDefault = Object.values(services).some(({ networks }) => networks && 'default' in networks);
  const networks: Mapping = isMapping(tree.networks) ? { ...tree.networks } : {};
  if (usesDefault && !('default' in networks)) networks.default = null;
  return {
    ...which,
    services,
    disabled: {},
    networks: canonicalNetworks(networks, which.name),
    volumes: canonicalVolumes(tree.volumes, which.name),
    secrets: canonicalFiles(tree.secrets, which.name, around),
    configs: canonicalFiles(tree.configs, which.name, around),
    models: isMapping(tree.models) ? tree.models : {},
    extensions: extensionsOf(tree),
  };
}

/** `env_file` read into the environment, under what the service says itself. */
function withEnvFiles(cli: Cli, service: Service, files: Tree, around: Around): Service {
  const listed = Array.isArray(files) ? files : files === null ? [] : [files];
  if (listed.length === 0) return service;
  if (!around.readEnvFiles) {
    const env_file = listed.map((item) => ({
      path: hostPath(shown(isMapping(item) ? item.path! : item), around),
      required: isMapping(item) ? (truth(item.required) ?? true) : true,
    }));
    return ordered<Service>({ ...service, env_file }, SERVICE_FIELDS);
  }
  const found = new Map<string, string>();
  for (const item of listed) {
    const path = hostPath(shown(isMapping(item) ? item.path! : item), around);
    if (!exists(cli, path)) {
      if (isMapping(item) && truth(item.required) === false) continue;
      throw new Error(`env file ${path} not found: stat ${path}: no such file or directory`);
    }
    const lookup = (name: string) => around.environment.get(name) ?? found.get(name);
    try {
      for (const [key, value] of parseDotenv(readText(cli, path), lookup, () => {})) found.set(key, value);
    } catch (error) {
      throw new Error(`failed to read ${path}: ${messageOf(error)}`);
    }
  }
  const own = resolved(service.environment ?? {}, found, true);
  const environment = sorted({ ...Object.fromEntries(found), ...own });
  return ordered<Service>({ ...service, environment }, SERVICE_FIELDS);
}

const activeProfiles = (cli: Cli, options: ProjectOptions, environment: ReadonlyMap<string, string>): string[] =>
  options.profiles.length
    ? [...options.profiles]
    : (cli.host.env.get('COMPOSE_PROFILES') ?? environment.get('COMPOSE_PROFILES') ?? '').split(',').filter(Boolean);

/** Puts aside the services of profiles that are not active. */
function enableProfiles(project: Project, active: readonly string[]): Project {
  if (active.includes('*')) return project;
  for (const [name, service] of Object.entries(project.services)) {
    if (!service.profiles || service.profiles.some((profile) => active.includes(profile))) continue;
    project.disabled[name] = service;
    delete project.services[name];
  }
  return project;
}
