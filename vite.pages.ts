/**
 * A page of its own for each lesson, so that whoever asks for a lesson's address without running scripts is told what it is: its title and
 * summary, and, where the build knows the address of its site ($DRYDOCK_SITE), how to embed it by oEmbed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { lessonIds, readLesson, readTracks } from './src/bin/lesson/read.ts';
import type { Lesson } from './src/lessons/lesson.ts';

/** The size of a frame that nobody has asked for smaller. */
const WIDTH = 960;
const HEIGHT = 600;

export function pages(): Plugin {
  const root = join(import.meta.dirname, 'lessons');
  let folder = '';
  return {
    name: 'drydock-pages',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    // Before the list of what is kept for offline use is made.
    writeBundle: {
      sequential: true,
      handler() {
        const site = process.env.DRYDOCK_SITE;
        const index = readFileSync(join(folder, 'index.html'), 'utf8');
        for (const id of readTracks(root).flatMap((track) => lessonIds(root, track))) {
          const lesson = readLesson(root, id);
          write(join(folder, 'lesson', `${id}.html`), pageOf(index, lesson, site));
          if (site) write(join(folder, 'oembed', `${id}.json`), JSON.stringify(oembed(lesson, site), undefined, 2));
        }
      },
    },
  };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function pageOf(index: string, { id, title, summary }: Lesson, site: string | undefined): string {
  const discovery = site
    ? `\n    <link rel="alternate" type="application/json+oembed" href="${new URL(`oembed/${id}.json`, site).href}" title="${escaped(title)}" />`
    : '';
  return index
    .replace(/<title>.*?<\/title>/, `<title>${escaped(title)} · Drydock</title>${discovery}`)
    .replace(/(<meta name="description" content=")[^"]*/, (_, before: string) => before + escaped(summary));
}

/** oEmbed 1.0, a response of type rich. */
function oembed({ id, title }: Lesson, site: string): object {
  const address = new URL(`embed/${id}`, site).href;
  return {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: 'Drydock',
    provider_url: site,
    width: WIDTH,
    height: HEIGHT,
    html: `<iframe src="${address}" title="${escaped(title)}" width="${WIDTH}" height="${HEIGHT}" style="border:0;max-width:100%" allow="clipboard-read; clipboard-write; fullscreen" loading="lazy"></iframe>`,
  };
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
