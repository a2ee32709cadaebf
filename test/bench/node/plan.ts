import { createBuilder } from '../../../src/build/builder.ts';
import type { DirectoryNode, TreeNode } from '../../../src/kernel/fs/types.ts';
import { FakeEngine, type Files, request } from '../../support/build-services.ts';
import { type Limit, medianOf } from './measure.ts';

const FILES = 10_000;
const STEPS = 100;

/** After a build, one file is edited: what would the next build do, and why? */
export async function bench(): Promise<Limit> {
  const engine = new FakeEngine();
  const builder = createBuilder();
  engine.addImage('docker.io/library/base:latest', {});
  const files: Files = {};
  for (let i = 0; i < FILES; i++) files[`src/d${i % 100}/f${i}.js`] = `file ${i}`;
  const steps = Array.from({ length: STEPS - 3 }, (_, i) => (i % 3 === 0 ? `COPY src/d${i} /d${i}` : `RUN step ${i}`));
  const asked = request(['FROM base', ...steps, 'COPY . /all', 'RUN last', ''].join('\n'), files);
  await builder.build(asked, engine.services(), () => {});
  const knowledge = {
    cache: engine.cache,
    platform: engine.platform,
    localImage: (name: string) => engine.images.get(name),
  };
  let edit = 0;
  const value = await medianOf(9, () => {
    const context = edited(asked.context, ['src', 'd48', 'f48.js'], `edit ${edit++}`);
    const plan = builder.plan({ ...asked, context }, knowledge);
    const first = plan.steps.find((step) => step.prediction === 'MISS');
    if (first?.why !== 'src/d48/f48.js changed') throw new Error(`a wrong plan: ${first?.why}`);
  });
  return {
    what: 'plan and explanation of 100 steps over 10,000 files, one of them edited, in Node',
    value,
    unit: 'ms',
    limit: 50,
    how: 'a new context tree that shares all but the edited file with that of the last build; 33 COPY of folders and one of everything',
  };
}

/** The tree with one file's text replaced, all else shared. */
function edited(root: DirectoryNode, [name, ...rest]: readonly string[], text: string): DirectoryNode {
  const node = root.entries.get(name!);
  if (!node) throw new Error(`no ${name}`);
  const data = new TextEncoder().encode(text);
  const replaced: TreeNode =
    node.kind === 'directory' ? edited(node, rest, text) : ({ ...node, data, size: data.length } as TreeNode);
  return { ...root, entries: new Map(root.entries).set(name!, replaced) };
}
