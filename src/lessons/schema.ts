import * as v from 'valibot';
import type { Predicate } from './lesson.ts';

const text = v.string();
const texts = v.array(v.string());
const optional = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(schema);

const image = v.strictObject({
  image: text,
  absent: optional(v.boolean()),
  sameAs: optional(text),
  smallerThan: optional(text),
  cmd: optional(texts),
  entrypoint: optional(texts),
  env: optional(text),
  exposes: optional(text),
  user: optional(text),
  workdir: optional(text),
  label: optional(text),
  volume: optional(text),
});

const container = v.strictObject({
  container: text,
  state: optional(v.picklist(['running', 'exited', 'created', 'paused', 'absent'])),
  startedTimes: optional(v.number()),
  exitCode: optional(v.number()),
  image: optional(text),
  mount: optional(text),
  volume: optional(text),
  network: optional(text),
  env: optional(text),
  port: optional(v.number()),
  health: optional(v.picklist(['starting', 'healthy', 'unhealthy'])),
});

/** The vocabulary of goals and hints (`Predicate`). */
export const predicate: v.GenericSchema<Predicate> = v.lazy(() =>
  v.union([
    image,
    container,
    v.strictObject({ build: v.picklist(['succeeded', 'failed', 'all-cached']), error: optional(text) }),
    v.strictObject({
      step: text,
      was: v.picklist(['CACHED', 'RAN', 'NOT-REACHED', 'SKIPPED', 'FAILED', 'METADATA-ONLY']),
      because: optional(v.picklist(['files-changed', 'parent-changed', 'instruction-changed'])),
    }),
    v.strictObject({ stepsInOrder: texts }),
    v.strictObject({ writableLayer: text, has: v.picklist(['added', 'changed', 'deleted']) }),
    v.strictObject({ removed: text }),
    v.strictObject({ logs: text, contain: text }),
    v.strictObject({ volume: text, absent: optional(v.boolean()) }),
    v.strictObject({ network: text, connects: optional(texts), absent: optional(v.boolean()) }),
    v.strictObject({ file: text, matches: optional(text), absent: optional(v.boolean()) }),
    v.strictObject({ event: v.pipe(text, v.regex(/^[a-z]+\/[a-z_]+$/)), with: optional(v.record(text, text)) }),
    v.strictObject({ shell: text, prints: optional(text), exit: optional(v.number()) }),
    v.strictObject({ all: v.array(predicate) }),
    v.strictObject({ any: v.array(predicate) }),
    v.strictObject({ not: predicate }),
  ]),
);

const quiz = v.strictObject({
  question: text,
  choices: v.pipe(texts, v.minLength(2)),
  answer: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.minLength(1)),
  why: text,
});

const step = v.strictObject({
  id: v.pipe(text, v.regex(/^[a-z0-9-]+$/)),
  goals: v.optional(v.array(v.strictObject({ id: text, text, when: predicate })), []),
  hints: v.optional(v.array(v.strictObject({ text, when: optional(predicate) })), []),
  solution: v.optional(texts, []),
  wrong: v.optional(v.array(v.strictObject({ id: text, run: texts, hint: v.number() })), []),
  quiz: optional(quiz),
  predict: optional(text),
  shows: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(44))), []),
});

/** The front matter of `lesson.md`. */
export const frontMatter = v.strictObject({
  title: text,
  summary: text,
  minutes: v.number(),
  folder: v.pipe(text, v.regex(/^[a-z0-9-]+$/, 'a folder name of lower-case letters, digits and dashes')),
  images: v.optional(texts, []),
  steps: v.array(step),
});
