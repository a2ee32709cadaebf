import type { PackageVersion } from '../catalog/registry.ts';
import type { Manifest } from '../project.ts';

/** One package in a tree of node_modules folders: where it is, what is nested in it. */
export class TreeNode {
  readonly children = new Map<string, TreeNode>();
  readonly parent: TreeNode | undefined;
  /** The name of its folder, which an alias may make another than the package's. */
  readonly name: string;
  readonly about: PackageVersion;
  /** Reached only through devDependencies of the project. */
  dev = false;
  /** Reached only through peer dependencies. */
  peer = false;

  constructor(name: string, about: PackageVersion, parent: TreeNode | undefined) {
    this.name = name;
    this.about = about;
    this.parent = parent;
  }

  get depth(): number {
    return this.parent ? this.parent.depth + 1 : 0;
  }

  /** `node_modules/a/node_modules/b`; empty for the project. */
  get location(): string {
    if (!this.parent) return '';
    return `${this.parent.parent ? `${this.parent.location}/` : ''}node_modules/${this.name}`;
  }

  /** What `require(name)` in this package finds. */
  resolve(name: string): TreeNode | undefined {
    return this.children.get(name) ?? this.parent?.resolve(name);
  }

  /** Every package below, parents first, in the order of a lock file. */
  *descendants(): Generator<TreeNode> {
    for (const child of [...this.children.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      yield child;
      yield* child.descendants();
    }
  }
}

/** The project as the root of its tree. */
export function projectNode(manifest: Manifest): TreeNode {
  return new TreeNode('', { name: manifest.name ?? '', version: manifest.version ?? '', size: 0, files: 0 }, undefined);
}
