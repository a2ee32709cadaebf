import { isPublished, type PackageVersion, pickVersion, publishedVersions } from '../catalog/registry.ts';
import { failure } from '../failure.ts';
import type { Manifest } from '../project.ts';
import { isRange, satisfies } from '../semver.ts';
import { projectNode, TreeNode } from './node.ts';

/** Versions that are wanted where a range allows them: those of a lock file, by location. */
export type Locked = ReadonlyMap<string, string>;

interface Edge {
  readonly name: string;
  readonly wanted: string;
  readonly peer: boolean;
}

/**
 * The tree npm would install: breadth first, each dependency as near to the root as no other version of it is in the way
 * (Arborist's hoisted strategy), locked versions kept where they satisfy.
 */
export function idealTree(manifest: Manifest, locked: Locked): TreeNode {
  const root = projectNode(manifest);
  let level: TreeNode[] = [root];
  while (level.length > 0) {
    const next: TreeNode[] = [];
    for (const node of level) {
      const edges = node === root ? rootEdges(manifest) : dependencyEdges(node.about);
      for (const edge of edges) {
        const made = place(node, edge, locked);
        if (made) next.push(made);
      }
    }
    level = next;
  }
  markKinds(root, manifest);
  return root;
}

export function rootEdges(manifest: Manifest): Edge[] {
  const all = {
    ...manifest.peerDependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
    ...manifest.dependencies,
  };
  return sorted(all).map(([name, wanted]) => ({ name, wanted, peer: false }));
}

export function dependencyEdges(about: PackageVersion): Edge[] {
  const peers = sorted(about.peerDependencies).filter(([name]) => !about.peerDependenciesMeta?.[name]?.optional);
  return [
    ...sorted(about.dependencies).map(([name, wanted]) => ({ name, wanted, peer: false })),
    ...peers.map(([name, wanted]) => ({ name, wanted, peer: true })),
  ];
}

function sorted(dependencies: Readonly<Record<string, string>> | undefined): [string, string][] {
  return Object.entries(dependencies ?? {}).sort(([a], [b]) => a.localeCompare(b, 'en'));
}

/** Puts what an edge asks for into the tree, unless it is already found from there. */
function place(from: TreeNode, edge: Edge, locked: Locked): TreeNode | undefined {
  // A peer is found beside the package that asks for it, never inside.
  const start = edge.peer ? (from.parent ?? from) : from;
  const found = start.resolve(edge.name);
  if (found && meetsEdge(found.about, edge.wanted)) return undefined;
  let parent = start;
  while (parent.parent && !parent.children.has(edge.name) && !parent.parent.children.has(edge.name)) {
    parent = parent.parent;
  }
  const spot = new TreeNode(edge.name, choose(edge, locked, parent), parent);
  parent.children.set(edge.name, spot);
  return spot;
}

function choose(edge: Edge, locked: Locked, parent: TreeNode): PackageVersion {
  const { name, wanted } = specifier(edge.name, edge.wanted);
  const location = `${parent.parent ? `${parent.location}/` : ''}node_modules/${edge.name}`;
  const kept = locked.get(location);
  const version = kept !== undefined && satisfies(kept, wanted) ? pickVersion(name, kept) : undefined;
  return version ?? fromRegistry(name, wanted);
}

/** The registry's answer for `name@wanted`, or npm's failure. */
export function fromRegistry(name: string, wanted: string): PackageVersion {
  if (/^(file:|git|https?:|github:|\.{0,2}\/)/.test(wanted)) {
    throw new Error(`drydock: not simulated: dependencies that are not in the npm registry (${name}@${wanted})`);
  }
  if (!isPublished(name)) throw failure.notFound(name, wanted);
  const version = pickVersion(name, wanted);
  if (!version) throw failure.noTarget(name, wanted, publishedVersions(name));
  return version;
}

/** `npm:chalk@4` under another name is an alias. */
export function specifier(name: string, wanted: string): { name: string; wanted: string } {
  const [, real, range] = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(wanted) ?? [];
  return real === undefined ? { name, wanted } : { name: real, wanted: range ?? '*' };
}

export function meetsEdge(about: PackageVersion, wanted: string): boolean {
  const { wanted: range } = specifier(about.name, wanted);
  if (range === '' || range === 'latest') return true;
  return isRange(range) && satisfies(about.version, range);
}

/** Finds what only development, or only peers, ask for. */
function markKinds(root: TreeNode, manifest: Manifest): void {
  const reach = (names: readonly string[], withPeers: boolean): Set<TreeNode> => {
    const seen = new Set<TreeNode>();
    const queue = names.flatMap((name) => root.resolve(name) ?? []);
    for (let node = queue.pop(); node; node = queue.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      for (const edge of dependencyEdges(node.about)) {
        if (edge.peer && !withPeers) continue;
        const target = (edge.peer ? (node.parent ?? node) : node).resolve(edge.name);
        if (target) queue.push(target);
      }
    }
    return seen;
  };
  const production = Object.keys({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  });
  const everything = [...production, ...Object.keys(manifest.devDependencies ?? {})];
  const [inProduction, withoutPeers] = [reach(production, true), reach(everything, false)];
  for (const node of root.descendants()) {
    node.dev = !inProduction.has(node);
    node.peer = !withoutPeers.has(node);
  }
}
