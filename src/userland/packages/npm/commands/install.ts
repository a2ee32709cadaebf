import { removeTree } from '../../common/file-tree.ts';
import { Cache } from '../cache.ts';
import type { PackageVersion } from '../catalog/registry.ts';
import { failure, NpmFailure } from '../failure.ts';
import { type Manifest, projectFolder, readManifest, readManifestIfAny, writeManifest } from '../project.ts';
import { runEvent } from '../scripts.ts';
import { isRange, satisfies } from '../semver.ts';
import { fromRegistry, idealTree, type Locked, rootEdges, specifier } from '../tree/ideal.ts';
import { lockedVersions, lockText, readLock } from '../tree/lockfile.ts';
import type { TreeNode } from '../tree/node.ts';
import { reify } from '../tree/reify.ts';
import type { NpmCall, NpmCommand } from './command.ts';
import { installGlobally, uninstallGlobally } from './global.ts';
import { report } from './report.ts';
import { parseSpecifier, type Wanted } from './specifier.ts';

/** `npm install [PKG…]` */
export const install: NpmCommand = async (call) => {
  const { context, settings, operands } = call;
  if (settings.isOn('production') && settings.wasGiven('production')) {
    context.out.text('npm warn config production Use `--omit=dev` instead.\n', 2);
  }
  if (settings.isOn('global')) return installGlobally(call);
  const folder = projectFolder(context.sys, settings.get('prefix'));
  const manifest =
    operands.length === 0 ? readManifest(context.sys, folder) : (readManifestIfAny(context.sys, folder) ?? {});
  const wanted = operands.map(parseSpecifier);
  for (const each of wanted) addDependency(manifest, each, call);
  const status = await bringAbout(call, folder, manifest, wanted.length > 0);
  if (status !== 0 || wanted.length > 0) return status;
  return runInstallScripts(call, folder, manifest);
};

/** `npm ci` */
export const ci: NpmCommand = async (call) => {
  const { context, settings } = call;
  const folder = projectFolder(context.sys, settings.get('prefix'));
  const manifest = readManifest(context.sys, folder);
  const lock = readLock(context.sys, folder);
  if (!lock?.packages) throw ciUsage(MISSING_LOCK);
  const locked = lockedVersions(lock);
  const tree = idealTree(manifest, locked);
  const problems = lockProblems(manifest, tree, locked);
  if (problems.length > 0) throw ciUsage([OUT_OF_SYNC, '', ...problems]);
  if (context.sys.exists(`${folder}/node_modules`)) {
    for (const { name } of context.sys.readdir(`${folder}/node_modules`))
      removeTree(context.sys, `${folder}/node_modules/${name}`);
  }
  const status = await settle(call, folder, manifest, tree, false);
  return status === 0 ? runInstallScripts(call, folder, manifest) : status;
};

/** `npm uninstall PKG…` */
export const uninstall: NpmCommand = async (call) => {
  const { context, settings, operands } = call;
  if (settings.isOn('global')) return uninstallGlobally(call);
  if (operands.length === 0) throw new NpmFailure(['code EUSAGE', '', 'Must provide a package name to remove']);
  const folder = projectFolder(context.sys, settings.get('prefix'));
  const manifest = readManifest(context.sys, folder);
  for (const name of operands) {
    for (const kind of KINDS) {
      delete manifest[kind]?.[name];
      if (manifest[kind] && Object.keys(manifest[kind]).length === 0) delete manifest[kind];
    }
  }
  return bringAbout(call, folder, manifest, true);
};

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** Resolves the tree, installs it and writes what changed. */
async function bringAbout(call: NpmCall, folder: string, manifest: Manifest, save: boolean): Promise<number> {
  const locked = lockedVersions(readLock(call.context.sys, folder));
  const tree = idealTree(manifest, locked);
  for (const { name } of save ? rootEdges(manifest) : []) pinRange(manifest, name, tree, call);
  return settle(call, folder, manifest, tree, save);
}

async function settle(
  call: NpmCall,
  folder: string,
  manifest: Manifest,
  tree: TreeNode,
  save: boolean,
): Promise<number> {
  const { context, settings } = call;
  const { sys } = context;
  if (!settings.isOn('dry-run')) {
    const saves = !settings.wasGiven('save') || settings.isOn('save', true);
    const nodes = [...tree.descendants()].filter((node) => !(settings.omitsDev && node.dev));
    const changes = await reify(sys, folder, nodes, new Cache(sys, settings.cache), {
      offline: settings.isOn('offline'),
    });
    const folderName = folder.slice(folder.lastIndexOf('/') + 1);
    if (nodes.length > 0)
      sys.writeFile(`${folder}/node_modules/.package-lock.json`, lockText(nodes, manifest, folderName, true));
    if (save && saves) writeManifest(sys, folder, manifest);
    if (saves && settings.isOn('package-lock', true) && call.context.args[0] !== 'ci') {
      sys.writeFile(`${folder}/package-lock.json`, lockText([...tree.descendants()], manifest, folderName));
    }
    warnDeprecated(call, nodes);
    report(call, changes, nodes, [...tree.descendants()].length);
  }
  return 0;
}

function warnDeprecated({ context }: NpmCall, nodes: readonly TreeNode[]): void {
  for (const { about } of nodes) {
    if (about.deprecated)
      context.out.text(`npm warn deprecated ${about.name}@${about.version}: ${about.deprecated}\n`, 2);
  }
}

async function runInstallScripts(call: NpmCall, folder: string, manifest: Manifest): Promise<number> {
  if (call.settings.isOn('ignore-scripts')) return 0;
  for (const event of ['install', 'prepare']) {
    const status = await runEvent(call.context, call.settings, folder, manifest, event);
    if (status !== 0) return failedScript(folder, manifest, event, status);
  }
  return 0;
}

function failedScript(folder: string, manifest: Manifest, event: string, status: number): never {
  const command = ['', 'pre', 'post']
    .map((around) => manifest.scripts?.[`${around}${event}`])
    .find((each) => each !== undefined);
  throw new NpmFailure(
    [`code ${status}`, `path ${folder}`, 'command failed', `command sh -c ${command ?? ''}`],
    status,
  );
}

function addDependency(manifest: Manifest, { name, range }: Wanted, { settings }: NpmCall): void {
  const already = KINDS.find((kind) => manifest[kind]?.[name] !== undefined);
  const kind = settings.isOn('save-dev')
    ? 'devDependencies'
    : settings.isOn('save-optional')
      ? 'optionalDependencies'
      : settings.isOn('save-prod')
        ? 'dependencies'
        : (already ?? 'dependencies');
  const before = already === undefined ? undefined : manifest[already]?.[name];
  if (already !== undefined) delete manifest[already]?.[name];
  const target = specifier(name, range);
  const picked: PackageVersion = fromRegistry(target.name, target.wanted === '' ? (before ?? '*') : target.wanted);
  const exact = settings.isOn('save-exact');
  let saved = range;
  if (range === '' || !isRange(range) || exact)
    saved = before !== undefined && range === '' && !exact ? before : `${exact ? '' : '^'}${picked.version}`;
  else if (/^\d+\.\d+\.\d+/.test(range)) saved = range;
  const list = { ...manifest[kind], [name]: saved };
  manifest[kind] = Object.fromEntries(Object.entries(list).sort(([a], [b]) => a.localeCompare(b, 'en')));
}

/** A range typed on the command line is saved as the caret range of what it led to (`ms@2` → `^2.1.3`). */
function pinRange(manifest: Manifest, name: string, tree: TreeNode, { operands }: NpmCall): void {
  const typed = operands.map(parseSpecifier).find((each) => each.name === name);
  const version = tree.children.get(name)?.about.version;
  if (!typed || version === undefined || typed.range === '' || /^(\d+\.\d+\.\d+|npm:)/.test(typed.range)) return;
  for (const kind of KINDS) if (manifest[kind]?.[name] === typed.range) manifest[kind][name] = `^${version}`;
}

/** Why a lock file does not fit package.json, in npm's words. */
function lockProblems(manifest: Manifest, tree: TreeNode, locked: Locked): string[] {
  const problems: string[] = [];
  for (const { name, wanted } of rootEdges(manifest)) {
    const version = locked.get(`node_modules/${name}`);
    const range = specifier(name, wanted).wanted;
    if (version !== undefined && isRange(range) && !satisfies(version, range)) {
      problems.push(
        `Invalid: lock file's ${name}@${version} does not satisfy ${name}@${tree.children.get(name)!.about.version}`,
      );
    }
  }
  for (const node of tree.descendants()) {
    if (!locked.has(node.location)) problems.push(`Missing: ${node.about.name}@${node.about.version} from lock file`);
  }
  if (problems.length > 0) return problems;
  for (const node of tree.descendants()) {
    const version = locked.get(node.location)!;
    if (version !== node.about.version) throw failure.noTarget(node.about.name, version, [node.about.version]);
  }
  return [];
}

const OUT_OF_SYNC =
  '`npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.';
const MISSING_LOCK = [
  'The `npm ci` command can only install with an existing package-lock.json or',
  'npm-shrinkwrap.json with lockfileVersion >= 1. Run an install with npm@5 or',
  'later to generate a package-lock.json file, then try again.',
];

function ciUsage(problem: readonly string[]): NpmFailure {
  return failure.usage(
    problem,
    'Clean install a project',
    ['npm ci'],
    'aliases: clean-install, ic, install-clean, isntall-clean',
    'ci',
  );
}
