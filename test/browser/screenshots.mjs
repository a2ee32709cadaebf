#!/usr/bin/env node
/** `npm run screenshots`: the pictures of the page in docs/, taken of the page as it is built now. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { findChromium } from '../stages/find-chromium.mjs';
import { indexedPng } from './indexed-png.mjs';

const root = join(import.meta.dirname, '..', '..');
/** Bytes; what a reader of the README should have to load at most. */
const LARGEST = 200_000;

const chromium = findChromium({ install: true });
if (!chromium) throw new Error('no Chromium here, and none could be installed');
process.chdir(root);
process.env.CHROMIUM = chromium;
const load = async (file) => (await runnerImport(join(root, 'test/browser', file))).module;
const { buildSite } = await load('site.ts');
const { startPlayground } = await load('playground.ts');
const site = '.cache/site-of-screenshots';
const removeSite = await buildSite(site);
const playground = await startPlayground(site);

const stages = `FROM node:22-alpine AS build
WORKDIR /app
COPY package.json ./
RUN npm install
COPY . .

FROM alpine:3.22 AS tools
RUN apk add curl

FROM node:22-alpine
WORKDIR /app
COPY --from=build /app /app
CMD ["node", "server.js"]
`;

async function take(student, name) {
  const path = join(root, 'docs', `${name}.png`);
  await student.page.mouse.move(0, 0);
  await student.page.waitForTimeout(700);
  const picture = indexedPng(await student.page.screenshot({ animations: 'disabled', caret: 'hide' }));
  const size = picture.length;
  writeFileSync(path, picture);
  console.log(`docs/${name}.png: ${Math.round(size / 1000)} kB`);
  if (size > LARGEST) throw new Error(`docs/${name}.png is larger than ${LARGEST / 1000} kB`);
}

try {
  const student = await playground.open();
  await student.prompt();
  await student.page.locator('.monaco').waitFor();
  await student.type('docker build -t hello .');
  await student.edit('server.js', (text) => text.replace('Hello', 'Ahoy'));
  await student.page.getByRole('tab', { name: 'Dockerfile', exact: true }).click();
  await student.stepBecomes('COPY . .', 'MISS');
  await take(student, 'first-lesson');

  await student.type('clear; docker build -t hello .');
  await student.page.getByRole('tab', { name: 'Builds', exact: true }).click();
  await take(student, 'builds');

  await student.type('clear; docker run -d --name web -p 8080:3000 hello');
  await student.type('docker exec web sh -c "echo note > /note.txt; rm package.json; echo >> server.js"');
  await student.type('docker diff web');
  await student.view('Container');
  await take(student, 'container');
  await student.close();

  const dark = await playground.open({ theme: 'dark' });
  await dark.prompt();
  await dark.edit('Dockerfile', () => stages);
  await dark.page.locator('.stage-node').first().waitFor();
  await dark.type('docker build -t hello .');
  await dark.goal('An image named hello exists');
  await dark.type('clear; docker build -t hello .');
  await dark.stepBecomes('RUN npm install', 'HIT');
  await take(dark, 'dark');
  await dark.close();
} finally {
  await playground.close();
  removeSite();
}
