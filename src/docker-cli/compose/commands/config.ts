import { resolvePath } from '../../client/paths.ts';
import { alignTabs } from '../../table/tabwriter.ts';
import type { ComposeCommand, ComposeLine } from '../command.ts';
import { serviceHash } from '../file/hash.ts';
import { findFiles } from '../file/load.ts';
import { renderJson, renderYaml } from '../file/render.ts';
import { imageOf, type Project, serviceNames } from '../file/types.ts';
import { variablesOf } from '../file/variable-list.ts';
import { parseYaml } from '../file/yaml.ts';
import { type Compose, noSuchService } from '../project.ts';

const NOT_SIMULATED = [
  'no-interpolate',
  'no-normalize',
  'no-path-resolution',
  'no-consistency',
  'no-env-resolution',
  'lock-image-digests',
  'resolve-image-digests',
];

/** `docker compose config` */
export const config: ComposeCommand = {
  async run(compose, line) {
    const { args, flags } = line;
    for (const name of NOT_SIMULATED)
      if (flags.bool(name)) throw new Error(`drydock: not simulated: docker compose config --${name}`);
    if (flags.bool('variables')) return printVariables(compose);
    const list = await listed(compose, line);
    const { cli } = compose;
    if (list !== undefined) {
      await cli.out(list.map((each) => `${each}\n`).join(''));
      return;
    }
    const format = flags.string('format') || 'yaml';
    const project = await compose.project(args);
    if (format !== 'yaml' && format !== 'json') throw new Error(`unsupported format ${JSON.stringify(format)}`);
    if (flags.bool('quiet')) return;
    const text = format === 'yaml' ? renderYaml(project) : renderJson(project);
    // Its help names a default that is none.
    if (!flags.changed('output')) await cli.out(text);
    else
      cli.host.files.write(resolvePath(cli.host.cwd(), flags.string('output')), new TextEncoder().encode(text), 0o644);
  },
};

/** Names of one kind, one a line; undefined when the whole is wanted. */
async function listed(compose: Compose, { args, flags }: ComposeLine): Promise<string[] | undefined> {
  if (flags.bool('services')) return inDependencyOrder(await named(compose));
  if (flags.bool('volumes')) return Object.keys((await named(compose)).volumes);
  if (flags.bool('networks')) return Object.keys((await named(compose)).networks);
  if (flags.bool('models')) return [];
  if (flags.string('hash') !== '') return hashes(await named(compose), flags.string('hash'));
  if (flags.bool('profiles')) {
    const { services, disabled } = await named(compose, args);
    return [
      ...new Set([...Object.values(services), ...Object.values(disabled)].flatMap(({ profiles = [] }) => profiles)),
    ].sort();
  }
  if (flags.bool('images')) {
    const project = await named(compose, args);
    return serviceNames(project).map((name) => imageOf(project, name));
  }
  if (flags.bool('environment'))
    return [...(await named(compose)).environment].map(([key, value]) => `${key}=${value}`).sort();
  return undefined;
}

/** Names need no `env_file` to be there. */
const named = (compose: Compose, services: readonly string[] = []): Promise<Project> =>
  compose.project(services, true, false);

/** What others depend on comes first. */
function inDependencyOrder(project: Project): string[] {
  const found: string[] = [];
  const visit = (name: string) => {
    if (found.includes(name)) return;
    for (const other of Object.keys(project.services[name]?.depends_on ?? {})) visit(other);
    found.push(name);
  };
  for (const name of serviceNames(project)) visit(name);
  return found;
}

async function hashes(project: Project, wanted: string): Promise<string[]> {
  const names = wanted === '*' ? serviceNames(project) : wanted.split(',').sort();
  const lines: string[] = [];
  for (const name of names) {
    const service = project.services[name];
    if (!service) throw new Error(`${noSuchService(name).message}: not found`);
    lines.push(`${name} ${await serviceHash(service)}`);
  }
  return lines;
}

async function printVariables(compose: Compose): Promise<void> {
  const { cli } = compose;
  const files = findFiles(cli, compose.options, compose.warn);
  const texts = files.map((file) => parseYaml(new TextDecoder().decode(cli.host.files.read(file)), file, true).tree);
  const rows = variablesOf(texts).map(({ name, required, fallback, alternate }) => [
    name,
    String(required),
    fallback,
    alternate,
  ]);
  const table = [['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE'], ...rows];
  await cli.out(alignTabs(table.map((cells) => `${cells.join('\t')}\n`).join(''), { minimum: 20, padding: 3 }));
}
