import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const sources = join(import.meta.dirname, '..', 'src');

/** What each room may import (design §3). `engine/api` is a room of its own: the engine's door. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  userland: ['kernel'],
  oci: ['kernel'],
  dockerfile: [],
  build: ['kernel', 'oci', 'dockerfile', 'engine/api'],
  'engine/api': [],
  engine: ['kernel', 'oci', 'dockerfile', 'build', 'engine/api'],
  'docker-cli': ['dockerfile', 'engine/api'],
  lessons: ['engine/api'],
  host: ['kernel', 'userland', 'oci', 'dockerfile', 'build', 'engine', 'engine/api', 'docker-cli', 'lessons'],
  parity: ['kernel', 'lessons', 'host'],
  worker: ['kernel', 'engine/api', 'lessons', 'host', 'parity'],
  app: ['engine/api', 'lessons', 'worker', 'embed'],
  embed: [],
  runner: ['kernel', 'oci', 'dockerfile', 'build', 'engine/api'],
  bin: ['kernel', 'engine/api', 'host', 'runner', 'lessons', 'parity'],
};

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  /** `import()`: it is loaded when it is needed. */
  readonly lazy: boolean;
}

function roomOf(file: string): string {
  const path = relative(sources, file);
  return path.startsWith('engine/api/') ? 'engine/api' : path.split('/')[0]!;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(file: string): Arrow[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const arrows: Arrow[] = [];
  for (const match of text.matchAll(
    /^\s*(import|export)\s+(type\s)?[^;'"]*?from\s+'(\.[^']+)'|^\s*import\s+'(\.[^']+)'|import\('(\.[^']+)'\)/gm,
  )) {
    const target = match[3] ?? match[4] ?? match[5]!;
    arrows.push({
      from: file,
      to: normalize(join(dirname(file), target)),
      typeOnly: match[2] !== undefined,
      lazy: match[5] !== undefined,
    });
  }
  return arrows;
}

const files = sourceFiles(sources);
const arrows = files.flatMap(importsOf);

describe('import direction', () => {
  test('no arrow runs back', () => {
    const wrong = arrows
      .filter(({ from, to }) => {
        const [source, target] = [roomOf(from), roomOf(to)];
        return source !== target && !allowed[source]?.includes(target);
      })
      .map(({ from, to }) => `${relative(sources, from)} → ${relative(sources, to)}`);
    expect(wrong).toEqual([]);
  });

  test('no import circle', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to, typeOnly } of arrows) if (!typeOnly) graph.set(from, [...(graph.get(from) ?? []), to]);
    expect(circles(graph).map((circle) => circle.map((file) => relative(sources, file)).join(' → '))).toEqual([]);
  });

  test.each(['worker/machine.worker.ts', 'app/main.tsx'])('what %s loads late is not loaded at once too', (entry) => {
    const atOnce = new Set<string>();
    const visit = (file: string) => {
      if (atOnce.has(file)) return;
      atOnce.add(file);
      for (const { from, to, typeOnly, lazy } of arrows) if (from === file && !typeOnly && !lazy) visit(to);
    };
    visit(join(sources, entry));
    const wrong = arrows.filter(({ from, to, lazy }) => lazy && atOnce.has(from) && atOnce.has(to));
    expect(wrong.map(({ from, to }) => `${relative(sources, from)} → ${relative(sources, to)}`)).toEqual([]);
    expect(atOnce.size).toBeGreaterThan(20);
  });

  test('engine-side rooms name no host facility', () => {
    const free = [
      'kernel',
      'userland',
      'oci',
      'dockerfile',
      'build',
      'engine/api',
      'engine',
      'docker-cli',
      'lessons',
      'host',
    ];
    const wrong = files
      // Packages of a registry are data: text that the simulated node reads.
      .filter((file) => !file.includes('/generated/'))
      .filter((file) => free.includes(roomOf(file)) && /from 'node:|require\('node:/.test(readFileSync(file, 'utf8')))
      .map((file) => relative(sources, file));
    expect(wrong).toEqual([]);
  });

  test('every room says what it is', () => {
    const rooms = new Set(files.map((file) => dirname(relative(sources, file)).split('/')[0]!));
    expect(
      [...rooms].filter((room) => room !== '.' && !readdirSync(join(sources, room)).includes('README.md')),
    ).toEqual([]);
  });
});

/** Circles among files that import values of each other, each once. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];
  const visit = (file: string) => {
    state.set(file, 'open');
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      if (state.get(next) === 'open') found.push([...path.slice(path.indexOf(next)), next]);
      else if (!state.has(next)) visit(next);
    }
    path.pop();
    state.set(file, 'done');
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return found;
}
