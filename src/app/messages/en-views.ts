import type { BuildAdvice, MissCause, PlannedStep, StepState } from '../../engine/api/drydock.ts';

type Change = 'added' | 'changed' | 'deleted';
/** What a step is or will be: its state, its prediction, or that it runs now. */
export type StepWord = StepState | PlannedStep['prediction'] | 'RUNNING';
export interface Explained {
  readonly why: string;
  readonly causes: readonly MissCause[];
  readonly prediction?: PlannedStep['prediction'];
}
/** An advice with the names of the steps it is about. */
export interface NamedAdvice extends BuildAdvice {
  readonly name: string;
  readonly after: string;
}

const words: Record<StepWord, string> = {
  HIT: 'will be reused',
  MISS: 'will run',
  MAYBE: 'may be reused',
  CACHED: 'CACHED',
  RAN: 'ran',
  'METADATA-ONLY': 'metadata only',
  SKIPPED: 'skipped',
  'NOT-REACHED': 'not reached',
  FAILED: 'failed',
  RUNNING: 'running…',
};
const changes: Record<Change, string> = { added: 'added', changed: 'changed', deleted: 'deleted' };
const meanings: Record<Change, string> = {
  added: 'added',
  changed: 'copied up and changed',
  deleted: 'deleted by a whiteout',
};
const marks: Record<PlannedStep['prediction'], string> = {
  HIT: 'Will be reused from the cache',
  MISS: 'Will run',
  MAYBE: 'May be reused',
  'METADATA-ONLY': 'Changes the configuration only',
  SKIPPED: 'Will be skipped: its stage is not needed',
};

/** What the views of the engine, the editor and the terminal say. */
export const enViews = {
  steps: {
    label: 'Build steps',
    stage: (name: string) => `Stage ${name}`,
    line: (line: number) => `Line ${line} of the Dockerfile`,
    broken: 'cannot be built',
    word: (state: StepWord) => words[state],
    /** Why it runs, in a sentence. */
    why: (step: Explained) => step.why,
    ranIn: (time: string) => `ran in ${time}`,
    asPredicted: 'as predicted',
    predicted: (word: string) => `predicted: ${word}`,
    lastBuild: (what: string) => `Last build: ${what}`,
  },

  layers: {
    building: 'Building',
    next: 'If you build now',
    done: (done: number, all: number) => `${done} of ${all} steps done`,
    reading: 'Reading the Dockerfile…',
    guess: 'What will run? First your guess, in the lesson.',
    atLine: (line: number, message: string) => `Line ${line}: ${message}`,
    allCached: 'Everything is in the cache: no step needs to run.',
    summary: (reused: number, run: number, maybe: number, time: string | undefined) =>
      `${reused === 0 ? '' : `${reused} reused, `}${run} ${run === 1 ? 'step runs' : 'steps run'}${maybe === 0 ? '' : `, ${maybe} may be reused`}${time === undefined ? '' : `, about ${time} going by the last time`}.`,
    advice: 'What the last builds suggest',
    adviceOf: (advice: NamedAdvice) => advice.sentence,
    saves: (time: string) => `That is about ${time}.`,
    showLine: (line: number) => `Show line ${line}`,
    mark: (prediction: PlannedStep['prediction']) => marks[prediction],
  },

  stages: {
    label: 'Stages',
    skipped: 'skipped: nothing needs it',
    willRun: (count: number) => `${count} will run`,
    ran: (count: number) => `${count} ran`,
    maybe: (count: number) => `${count} may be reused`,
    reused: (count: number) => `${count} reused`,
    fromCache: (count: number) => `${count} from the cache`,
    image: (name: string) => `image ${name}`,
    takesFrom: (sources: readonly string[]) => `. Takes from ${sources.join(' and ')}`,
  },

  builds: {
    title: 'Builds',
    empty: 'Nothing has been built yet. This builds the folder:',
    noName: 'no name',
    comparedWith: 'Compared with',
    first: '(the first build)',
    build: (number: number, name: string) => `build ${number}: ${name}`,
    outcome: (cached: number, ran: number, time: string | undefined) =>
      `${cached} cached, ${ran} ran${time === undefined ? '' : ` in ${time}`}`,
    dockerfileChanges: 'Changes of the Dockerfile',
    steps: 'Steps',
    cacheKey: 'Cache key',
    layer: 'layer',
    otherBuild: (time: string) => `, ${time} in the other build`,
    asBefore: 'as before',
    fileChange: (path: string, change: string) => `${path}: ${change === 'content' ? 'content changed' : change}`,
    unset: '(unset)',
    image: 'Image',
    more: (size: string) => `${size} more than before`,
    less: (size: string) => `${size} less than before`,
  },

  imageList: {
    none: 'No images on this computer yet.',
    title: 'Images on this computer',
    name: 'Name',
    id: 'Id',
    size: 'Size',
    dangling: 'no name (dangling)',
  },

  image: {
    label: 'Images',
    choose: 'Image',
    opening: 'Opening the image…',
    layers: (count: number) => `${count} ${count === 1 ? 'layer' : 'layers'}, top first.`,
    noWaste: 'Every file in them shows: nothing is wasted.',
    waste: (size: string, files: number) =>
      `The image carries ${size} that cannot be seen: ${files} ${files === 1 ? 'file is' : 'files are'} hidden by a later layer.`,
    alsoIn: (names: string) => `also in ${names}`,
    hidden: 'Hidden files',
    change: (change: Change) => changes[change],
    counted: (change: Change, count: number) => `${count} ${changes[change]}`,
    files: (what: string) => `files: ${what}`,
    noFile: 'no file',
    changesNone: 'This layer changes no file.',
    more: (count: number) => `and ${count} more`,
    open: 'Open a docker save tar (or drop it on the page)',
    reading: (name: string) => `Reading ${name}…`,
    read: (name: string, percent: number) => `Reading ${name}: ${percent}%`,
    unpacking: (name: string) => `Opening the layers of ${name}…`,
    loaded: (name: string) => `${name} is loaded.`,
  },

  container: {
    none: 'No containers yet. This makes one from an image:',
    choose: 'Container',
    from: 'from',
    id: 'id',
    writable: 'Writable layer',
    nothing: 'Nothing written yet. Every file shows through from the image.',
    meaning: (change: Change) => meanings[change],
    hides: 'hides the one from',
    lower: 'Image layers, read-only',
  },

  preview: {
    none: 'No port is published. This publishes one:',
    port: 'Published port',
    path: 'Path',
    reload: 'Reload',
    asking: 'Asking…',
    unreachable: 'This page can’t be reached.',
    status: (status: number) => `Status ${status}`,
    page: 'The published page',
  },

  editor: {
    label: 'Files',
    none: 'No files yet. Make one with +.',
    choose: 'Choose a file.',
    content: (path: string) => `Content of ${path}`,
    make: 'Make a new file',
    name: 'Name of the new file',
    namePlaceholder: 'name',
  },

  fixes: {
    upperCase: 'Write it in upper case',
    lowerCase: 'Write it in lower case',
    write: (what: string) => `Write ${what}`,
    renameStage: (name: string) => `Rename the stage to ${name}`,
    withEquals: 'Write it with =',
    jsonPlain: 'Write it as JSON, without a shell',
    jsonShell: 'Write it as JSON, naming the shell',
    label: 'Make it a label',
    noFlag: 'Leave the flag out',
    noEmptyLines: 'Remove the empty lines',
    protocol: 'Write the protocol in lower case',
    expose: (port: string) => `Expose port ${port}`,
    remove: (instruction: string) => `Remove this ${instruction}`,
  },

  terminal: {
    label: 'Terminal',
    list: 'Terminals',
    tab: (number: number) => `Terminal ${number}`,
    another: 'Open another terminal',
    close: 'Close this terminal',
    starting: 'Starting your computer…',
    opening: 'Opening the terminal…',
  },

  link: {
    tooLarge: 'These files are too large for a link. Download them as a zip instead.',
    tooLong: 'This link is too long.',
    damaged: 'This link is damaged: a part of it may be missing.',
    unknown: 'This link holds something that Drydock does not know.',
    tooMuch: 'This link holds more than Drydock opens.',
  },
} as const;
