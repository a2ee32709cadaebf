/** The official hello-world image: one static program. */
import { copy, type ImageRecipe, PATH, step } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';

const CREATED = '2025-08-08T19:05:17Z';

const image: ImageRecipe = {
  created: CREATED,
  config: { Env: [PATH], Cmd: ['/hello'], WorkingDir: '/' },
  steps: [
    copy('COPY hello /', {
      compressed: 2_380,
      changes: () => new RootTree(CREATED).program('hello', 'hello-world', 10_072).changes(),
    }),
    step('CMD ["/hello"]'),
  ],
};

export const helloWorld: Readonly<Record<string, ImageRecipe>> = { latest: image, linux: image };
