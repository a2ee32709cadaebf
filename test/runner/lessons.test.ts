import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { realProblemsOf, whyLeftOut } from '../../src/bin/lesson/check-real.ts';
import { lessonIds, readLesson, readTracks } from '../../src/bin/lesson/read.ts';
import type { Lesson } from '../../src/lessons/lesson.ts';
import { ensureBaseImages } from '../support/base-images.ts';
import { ensureNodeImage } from '../support/node-image.ts';
import { ensureProgramImages } from '../support/program-images.ts';
import { realEngines } from './real.ts';

const root = join(import.meta.dirname, '..', '..', 'lessons');
const engines = await realEngines();
const ids = readTracks(root).flatMap((track) => lessonIds(root, track));

if (engines.docker) {
  await ensureBaseImages(engines.docker.door);
  await ensureNodeImage(engines.docker.door);
  await ensureProgramImages(engines.docker.door);
}
/** What fetches packages from a network; npm's `ms` is in the stand-in's cache. */
function fetchesPackages({ files, steps }: Lesson): boolean {
  const texts = [
    ...Object.values(files),
    ...steps.flatMap(({ solution, solutionFiles }) => [...solution, ...Object.values(solutionFiles)]),
  ];
  const manifests = texts.filter((text) => /"dependencies"/.test(text));
  const others = manifests.some((text) => !/"dependencies":\s*\{\s*"ms":[^,}]*\}/.test(text));
  return (
    others || texts.some((text) => /apk add|apt-get|pip install|go (get|mod)|npm (install|i|add) [a-z]/.test(text))
  );
}

function pullsImages({ steps }: Lesson): boolean {
  return steps.some(({ solution }) => solution.some((line) => /docker pull (?!localhost)/.test(line)));
}

const lessons = await Promise.all(
  ids.map(async (id) => {
    const lesson = readLesson(root, id);
    const reason = fetchesPackages(lesson)
      ? 'it fetches packages'
      : pullsImages(lesson)
        ? 'it pulls an image from Docker Hub'
        : undefined;
    return { id, lesson, reason: reason ?? (engines.docker && (await whyLeftOut(lesson, engines.docker))) };
  }),
);

describe('a lesson’s solutions reach its goals on a real engine', () => {
  for (const { id, lesson, reason } of lessons)
    test.skipIf(!engines.docker || reason)(reason ? `${id} (${reason})` : id, async () => {
      expect(await realProblemsOf(lesson, engines.docker!)).toEqual([]);
    });
});
