/** docker/welcome-to-docker, which Docker's own "Get started" runs first: nginx, and a page to look at. */
import { copy, from, type ImageRecipe, type LayerRecipe } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';
import { nginx } from './nginx.ts';

const CREATED = '2024-04-18T14:52:20Z';
/** The original is a React build; this page has its message. */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Welcome to Docker</title>
<style>body { font: 1.1rem/1.5 system-ui, sans-serif; text-align: center; margin: 4rem auto; max-width: 40rem }</style>
</head>
<body>
<h1>Congratulations!!!</h1>
<p>You ran your first container.</p>
</body>
</html>
`;

const page: LayerRecipe = {
  compressed: 554_000,
  changes: () =>
    new RootTree(CREATED)
      .file('usr/share/nginx/html/index.html', PAGE)
      .total(1_600_000, 'usr/share/nginx/html/static/js/main.js')
      .changes(),
};
const base = nginx['1.25-alpine']!;
const image: ImageRecipe = {
  created: CREATED,
  config: base.config,
  steps: from(base, [copy('COPY /app/build /usr/share/nginx/html', page)]),
};

export const welcomeToDocker: Readonly<Record<string, ImageRecipe>> = { latest: image };
