import { makeDirectories, removeTree } from '../../common/file-tree.ts';
import { Cache } from '../cache.ts';
import { fromRegistry, idealTree } from '../tree/ideal.ts';
import { projectNode, TreeNode } from '../tree/node.ts';
import { installedPackages, reify } from '../tree/reify.ts';
import type { NpmCall } from './command.ts';
import { report } from './report.ts';
import { parseSpecifier } from './specifier.ts';

const PREFIX = '/usr/local';

/** `npm install -g PKG…`: each package with its own dependencies nested in it, its commands in the prefix's bin. */
export async function installGlobally(call: NpmCall): Promise<number> {
  const { sys } = call.context;
  const prefix = call.settings.get('prefix') ?? PREFIX;
  const folder = `${prefix}/lib`;
  const cache = new Cache(sys, call.settings.cache);
  let [added, changed, removed] = [0, 0, 0];
  const all: TreeNode[] = [];
  makeDirectories(sys, `${folder}/node_modules`);
  makeDirectories(sys, `${prefix}/bin`);
  for (const { name, range } of call.operands.map(parseSpecifier)) {
    if (name === 'npm' || name === 'corepack' || name === 'yarn') {
      throw new Error(`drydock: not simulated: another version of ${name} than the image has`);
    }
    const about = fromRegistry(name, range);
    const root = projectNode({});
    const top = new TreeNode(name, about, root);
    root.children.set(name, top);
    adopt(top, idealTree({ dependencies: { ...about.dependencies } }, new Map()));
    const nodes = [...root.descendants()];
    const others = new Map([...installedPackages(sys, folder)].filter(([location]) => !isInside(location, name)));
    const kept = [...others].map(([location, version]) => stand(location, version, root));
    const changes = await reify(sys, folder, [...nodes, ...kept], cache, {
      offline: call.settings.isOn('offline'),
      binFolder: `${prefix}/bin`,
    });
    [added, changed, removed] = [added + changes.added, changed + changes.changed, removed + changes.removed];
    all.push(...nodes);
  }
  report(call, { added, changed, removed }, all, all.length);
  return 0;
}

/** `npm uninstall -g PKG…` */
export function uninstallGlobally(call: NpmCall): number {
  const { sys } = call.context;
  const prefix = call.settings.get('prefix') ?? PREFIX;
  let removed = 0;
  for (const name of call.operands) {
    const inside = [...installedPackages(sys, `${prefix}/lib`).keys()].filter((location) => isInside(location, name));
    if (inside.length === 0) continue;
    removed += inside.length;
    removeTree(sys, `${prefix}/lib/node_modules/${name}`);
    for (const { name: command, kind } of sys.readdir(`${prefix}/bin`)) {
      const path = `${prefix}/bin/${command}`;
      if (kind === 'symlink' && sys.readlink(path).includes(`/node_modules/${name}/`)) sys.unlink(path);
    }
  }
  report(call, { added: 0, changed: 0, removed }, [], 0);
  return 0;
}

function isInside(location: string, name: string): boolean {
  return location === `node_modules/${name}` || location.startsWith(`node_modules/${name}/`);
}

/** A package that is there already and is to stay as it is. */
function stand(location: string, version: string, root: TreeNode): TreeNode {
  const name = location.slice('node_modules/'.length);
  return new TreeNode(name, { name, version, size: 0, files: 0 }, root);
}

/** Nests a tree of dependencies in the package they belong to. */
function adopt(owner: TreeNode, tree: TreeNode): void {
  for (const child of tree.children.values()) {
    const copy = new TreeNode(child.name, child.about, owner);
    owner.children.set(child.name, copy);
    adopt(copy, child);
  }
}
