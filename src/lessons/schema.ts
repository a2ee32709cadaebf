import * as v from 'valibot';
import type { Predicate } from './lesson.ts';

const text = v.string();
const texts = v.array(v.string());
const optional = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(schema);
/** What an author's editor says of a key. */
const about = <Schema extends v.GenericSchema>(schema: Schema, words: string) => v.pipe(schema, v.description(words));

const image = v.strictObject({
  image: about(text, 'The image exists, and is so.'),
  absent: optional(about(v.boolean(), 'It does not exist.')),
  sameAs: optional(about(text, 'Another name of the same image.')),
  smallerThan: optional(about(text, 'An image that takes more room.')),
  cmd: optional(texts),
  entrypoint: optional(texts),
  env: optional(about(text, 'NAME=value')),
  exposes: optional(about(text, '80/tcp')),
  user: optional(text),
  workdir: optional(text),
  label: optional(about(text, 'name=value')),
  volume: optional(about(text, 'A path the image declares a volume at.')),
});

const container = v.strictObject({
  container: about(text, 'The container exists, and is so.'),
  state: optional(v.picklist(['running', 'exited', 'created', 'paused', 'absent'])),
  startedTimes: optional(about(v.number(), 'Started at least so often.')),
  exitCode: optional(v.number()),
  image: optional(about(text, 'The name it was made with.')),
  mount: optional(about(text, 'A path something is mounted at.')),
  volume: optional(about(text, 'The volume that is mounted.')),
  network: optional(text),
  env: optional(about(text, 'NAME=value')),
  port: optional(about(v.number(), 'A port of the host that leads into it.')),
  health: optional(v.picklist(['starting', 'healthy', 'unhealthy'])),
});

const regex = (words: string) => about(text, `${words} A regular expression.`);
const part: v.GenericSchema<Predicate> = v.lazy(() => predicate);

/** The vocabulary of goals and hints (`Predicate`). */
export const predicate: v.GenericSchema<Predicate> = v.union([
  image,
  container,
  v.strictObject({
    build: about(v.picklist(['succeeded', 'failed', 'all-cached']), 'How the last build ended.'),
    error: optional(regex('What it failed with.')),
  }),
  v.strictObject({
    step: about(text, 'An instruction of the last build: RUN npm install'),
    was: v.picklist(['CACHED', 'RAN', 'NOT-REACHED', 'SKIPPED', 'FAILED', 'METADATA-ONLY']),
    because: optional(v.picklist(['files-changed', 'parent-changed', 'instruction-changed'])),
  }),
  v.strictObject({ stepsInOrder: about(texts, 'Instructions in this order in the last build.') }),
  v.strictObject({
    writableLayer: about(text, 'A container in whose writable layer a file was …'),
    has: v.picklist(['added', 'changed', 'deleted']),
  }),
  v.strictObject({ removed: about(text, 'A container of this name was removed since the lesson began.') }),
  v.strictObject({ logs: about(text, 'A container whose log contains …'), contain: text }),
  v.strictObject({ volume: about(text, 'The volume exists.'), absent: optional(v.boolean()) }),
  v.strictObject({
    network: about(text, 'The network exists.'),
    connects: optional(about(texts, 'Containers in it.')),
    absent: optional(v.boolean()),
  }),
  v.strictObject({
    file: about(text, 'A file of the workspace exists.'),
    matches: optional(regex('What it contains.')),
    absent: optional(v.boolean()),
  }),
  v.strictObject({
    event: about(v.pipe(text, v.regex(/^[a-z]+\/[a-z_]+$/)), 'As docker events tells it: container/die'),
    with: optional(v.record(text, text)),
  }),
  v.strictObject({
    shell: about(text, 'A line run aside in the workspace while its step is on screen. It must change nothing.'),
    prints: optional(regex('What it prints.')),
    exit: optional(about(v.number(), 'Its exit status; 0 unless said otherwise.')),
  }),
  v.strictObject({
    command: regex('A command line that was typed and has ended.'),
    exit: optional(about(v.number(), 'Its exit status; any unless said.')),
  }),
  v.strictObject({
    answer: about(
      v.pipe(text, v.regex(/^[a-z0-9-]+\/(quiz|prediction)$/)),
      'STEP/quiz was answered rightly, STEP/prediction was made and decided by a build.',
    ),
  }),
  v.strictObject({ all: about(v.array(part), 'All of these. How many are so is shown.') }),
  v.strictObject({ any: about(v.array(part), 'One of these.') }),
  v.strictObject({ not: part }),
]);

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

const quiz = v.strictObject({
  question: text,
  choices: v.pipe(texts, v.minLength(2)),
  answer: about(v.pipe(v.array(index), v.minLength(1)), 'The right choices, from 0; several for a multiple choice.'),
  why: about(text, 'Said once it was answered.'),
});

const goal = v.strictObject({
  id: text,
  text: about(text, 'One sentence: what the student shall bring about.'),
  when: predicate,
});

const hint = v.strictObject({
  id: optional(about(text, 'What a wrong answer calls it; its place from 0 unless said.')),
  text,
  when: optional(predicate),
});

const wrongAnswer = v.strictObject({
  id: text,
  run: about(texts, 'Shell lines, from where the step before left off.'),
  hint: about(v.union([text, index]), 'The hint it must lead to.'),
});

const step = v.strictObject({
  id: v.pipe(text, v.regex(/^[a-z0-9-]+$/)),
  only: optional(about(predicate, 'A branch: the step is there only for those of whom this is so.')),
  goals: v.optional(v.array(goal), []),
  hints: about(v.optional(v.array(hint), []), 'The first that fits is shown when the student asks.'),
  solution: about(v.optional(texts, []), 'Shell lines that meet the goals; files of it are in solution/STEP/.'),
  wrong: about(v.optional(v.array(wrongAnswer), []), 'Answers that are nearly right.'),
  quiz: optional(quiz),
  predict: optional(about(text, 'Asked before the next build, answered by marking the steps that will run.')),
  shows: about(
    v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(44))), []),
    'Rows of docs/curriculum.md that can be done and seen here.',
  ),
});

/** The front matter of `lesson.md`. */
export const frontMatter = v.strictObject({
  title: text,
  summary: about(text, 'One sentence for the list of lessons.'),
  minutes: v.number(),
  folder: about(
    v.pipe(text, v.regex(/^[a-z0-9-]+$/, 'a folder name of lower-case letters, digits and dashes')),
    'The student works in ~/FOLDER.',
  ),
  images: about(v.optional(texts, []), 'Images already pulled.'),
  steps: v.array(step),
});
