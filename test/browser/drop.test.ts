import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { tarEnd, tarEntry } from '../../src/docker-cli/archive/tar-writer.ts';
import { onePage } from './one-page.ts';

const { student } = await onePage();
const MEGABYTE = 1024 * 1024;

/** Pieces of a `docker save` tar of one image with one layer of one file of zeros; numbers stand for that many zero bytes. */
function savedImage(name: string, bytes: number): (Uint8Array | number)[] {
  const encoder = new TextEncoder();
  const entry = (path: string, size: number) =>
    ({ name: path, kind: 'file', mode: 0o644, uid: 0, gid: 0, size, mtime: 0 }) as const;
  const head = (path: string, size: number) => tarEntry(entry(path, size), new Uint8Array(size))[0]!;
  const padding = (size: number) => (512 - (size % 512)) % 512;
  const layer: (Uint8Array | number)[] = [head('big', bytes), bytes, padding(bytes), tarEnd()];
  const layerSize = layer.reduce<number>((sum, part) => sum + (typeof part === 'number' ? part : part.length), 0);
  const hash = createHash('sha256');
  for (const part of layer) hash.update(typeof part === 'number' ? new Uint8Array(part) : part);
  const rootfs = { type: 'layers', diff_ids: [`sha256:${hash.digest('hex')}`] };
  const config = encoder.encode(
    JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs, history: [{ created_by: 'COPY big /' }] }),
  );
  const manifest = encoder.encode(JSON.stringify([{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }]));
  return [
    ...tarEntry(entry('manifest.json', manifest.length), manifest),
    ...tarEntry(entry('config.json', config.length), config),
    head('layer.tar', layerSize),
    ...layer,
    padding(layerSize),
    tarEnd(),
  ];
}

const folder = mkdtempSync(join(tmpdir(), 'drydock-drop-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Lets a file of these pieces, which lies on the disk as a student's does, fall on what `selector` names. */
async function drop(name: string, pieces: readonly (Uint8Array | number)[], selector: string): Promise<void> {
  const path = join(folder, name);
  writeFileSync(path, '');
  for (const part of pieces) appendFileSync(path, typeof part === 'number' ? new Uint8Array(part) : part);
  const { page } = student;
  const input = await page.evaluateHandle(() => {
    const made = document.createElement('input');
    made.type = 'file';
    return made;
  });
  await input.setInputFiles(path);
  await page.evaluate(
    ({ input, selector }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(input.files![0]!);
      const target = document.querySelector(selector)!;
      for (const type of ['dragover', 'drop'])
        target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    },
    { input, selector },
  );
}

test('an image archive is let go over the terminal: it is loaded, and the images are on screen', async () => {
  await student.prompt();
  await drop('small.tar', savedImage('dropped:1', 3000), '.terminal-screen');
  await student.page.getByText('Loaded image: dropped:1').waitFor();
  expect(await student.page.locator('.images-view').isVisible()).toBe(true);
  expect(await student.type('clear; docker images --format "{{.Repository}}:{{.Tag}} {{.Size}}" dropped')).toContain(
    'dropped:1 3kB',
  );
});

test('what is no archive is left to whoever it falls on', async () => {
  await student.page.getByRole('tab', { name: 'Layers', exact: true }).click();
  await drop('note.txt', [new TextEncoder().encode('hello')], '.terminal-screen');
  expect(await student.page.locator('.images-view').count()).toBe(0);
});

test('one of 500 MB neither freezes the page nor the terminal', async () => {
  await student.page.evaluate(() => {
    const state = { longest: 0, last: performance.now() };
    Object.assign(window, { frames: state });
    const frame = () => {
      const now = performance.now();
      state.longest = Math.max(state.longest, now - state.last);
      state.last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await drop('big.tar', savedImage('dropped:big', 500 * MEGABYTE), '.editor');
  await student.page.evaluate(() => {
    (window as unknown as { frames: { longest: number } }).frames.longest = 0;
  });
  const began = Date.now();
  expect(await student.type('clear; echo still here')).toContain('still here');
  const answered = Date.now() - began;
  await student.page.getByText('Loaded image: dropped:big').waitFor({ timeout: 120_000 });
  const longest = await student.page.evaluate(
    () => (window as unknown as { frames: { longest: number } }).frames.longest,
  );
  console.log(
    `500 MB: ${Date.now() - began} ms; the shell answered in ${answered} ms; longest frame ${longest.toFixed(0)} ms`,
  );
  expect(longest).toBeLessThan(1000);
  expect(answered).toBeLessThan(5000);
  expect(await student.type('clear; docker images --format "{{.Size}}" dropped:big')).toContain('524MB');
});
