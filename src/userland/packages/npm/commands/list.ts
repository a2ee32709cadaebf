import { readText } from '../../common/file-tree.ts';
import type { PackageVersion } from '../catalog/registry.ts';
import { NpmFailure } from '../failure.ts';
import { type Manifest, projectFolder, readManifestIfAny } from '../project.ts';
import { dependencyEdges, meetsEdge, rootEdges } from '../tree/ideal.ts';
import { projectNode, TreeNode } from '../tree/node.ts';
import { installedPackages } from '../tree/reify.ts';
import type { NpmCall, NpmCommand } from './command.ts';

interface Branch {
  readonly text: string;
  readonly below: Branch[];
}

/** `npm ls [--all]`: what node_modules holds, against what package.json asks for. */
export const list: NpmCommand = (call) => {
  const { context, settings, operands } = call;
  const isGlobal = settings.isOn('global');
  const folder = isGlobal ? '/usr/local/lib' : projectFolder(context.sys, settings.get('prefix'));
  const manifest: Manifest = isGlobal ? {} : (readManifestIfAny(context.sys, folder) ?? {});
  const root = actualTree(call, folder, manifest);
  const problems: string[] = [];
  const seen = new Set<TreeNode>();
  const depth = settings.isOn('all') ? Number.POSITIVE_INFINITY : Number(settings.get('depth') ?? 0);
  const wanted = isGlobal ? [] : rootEdges(manifest);
  let branches = branchesOf(root, wanted, depth, { seen, problems, manifest, folder, omitsDev: settings.omitsDev });
  for (const child of root.children.values()) {
    if (wanted.some((edge) => edge.name === child.name) || isNeeded(root, child)) continue;
    branches.push({ text: `${id(child)}${isGlobal ? '' : ' extraneous'}`, below: [] });
    if (!isGlobal) problems.push(`extraneous: ${id(child)} ${folder}/${child.location}`);
  }
  branches.sort((a, b) => (a.text < b.text ? -1 : 1));
  if (operands.length > 0) branches = branches.flatMap((branch) => keepNamed(branch, operands));
  const title = isGlobal
    ? folder
    : `${manifest.name ?? folder.slice(folder.lastIndexOf('/') + 1)}${manifest.version ? `@${manifest.version}` : ''} ${folder}`;
  context.print(`${title}\n${branches.length === 0 ? '└── (empty)\n' : draw(branches, '')}\n`);
  if (problems.length > 0) throw new NpmFailure(['code ELSPROBLEMS', ...problems]);
  return operands.length > 0 && branches.length === 0 ? 1 : 0;
};

/** node_modules as it is, with what each package.json there says. */
function actualTree({ context }: NpmCall, folder: string, manifest: Manifest): TreeNode {
  const root = projectNode(manifest);
  const nodes = new Map<string, TreeNode>([['', root]]);
  for (const location of [...installedPackages(context.sys, folder).keys()]) {
    const cut = location.lastIndexOf('node_modules/');
    const parent = nodes.get(cut === 0 ? '' : location.slice(0, cut - 1));
    if (!parent) continue;
    const name = location.slice(cut + 'node_modules/'.length);
    const about = JSON.parse(readText(context.sys, `${folder}/${location}/package.json`)!) as PackageVersion;
    const node = new TreeNode(name, about, parent);
    parent.children.set(name, node);
    nodes.set(location, node);
  }
  return root;
}

interface Walk {
  readonly seen: Set<TreeNode>;
  readonly problems: string[];
  readonly manifest: Manifest;
  readonly folder: string;
  readonly omitsDev: boolean;
}

function branchesOf(from: TreeNode, edges: ReturnType<typeof rootEdges>, depth: number, walk: Walk): Branch[] {
  return edges.flatMap(({ name, wanted, peer }): Branch[] => {
    if (!from.parent && walk.omitsDev && isDevOnly(walk.manifest, name)) return [];
    const node = (peer ? (from.parent ?? from) : from).resolve(name);
    if (!node) {
      walk.problems.push(`missing: ${name}@${wanted}, required by ${id(from)}`);
      return [{ text: `UNMET DEPENDENCY ${name}@${wanted}`, below: [] }];
    }
    const isValid = meetsEdge(node.about, wanted);
    if (!isValid) walk.problems.push(`invalid: ${id(node)} ${walk.folder}/${node.location}`);
    const note = isValid ? '' : ` invalid: "${wanted}" from ${from.parent ? from.location : 'the root project'}`;
    if (walk.seen.has(node)) return [{ text: `${id(node)} deduped${note}`, below: [] }];
    walk.seen.add(node);
    const below = depth > 0 ? branchesOf(node, dependencyEdges(node.about), depth - 1, walk) : [];
    return [{ text: id(node) + note, below }];
  });
}

function isDevOnly(manifest: Manifest, name: string): boolean {
  return manifest.devDependencies?.[name] !== undefined && manifest.dependencies?.[name] === undefined;
}

/** Whether another installed package depends on this one. */
function isNeeded(root: TreeNode, wanted: TreeNode): boolean {
  for (const node of root.descendants()) {
    for (const edge of dependencyEdges(node.about)) {
      if ((edge.peer ? (node.parent ?? node) : node).resolve(edge.name) === wanted) return true;
    }
  }
  return false;
}

function keepNamed(branch: Branch, names: readonly string[]): Branch[] {
  const below = branch.below.flatMap((each) => keepNamed(each, names));
  const isNamed = names.some((name) => branch.text.startsWith(`${name}@`));
  return isNamed || below.length > 0 ? [{ text: branch.text, below }] : [];
}

function id(node: TreeNode): string {
  return node.about.version ? `${node.about.name}@${node.about.version}` : node.about.name;
}

function draw(branches: readonly Branch[], indent: string): string {
  return branches
    .map(({ text, below }, at) => {
      const isLast = at === branches.length - 1;
      const line = `${indent}${isLast ? '└' : '├'}─${below.length > 0 ? '┬' : '─'} ${text}\n`;
      return line + draw(below, `${indent}${isLast ? '  ' : '│ '}`);
    })
    .join('');
}
