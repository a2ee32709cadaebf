import { enViews } from './en-views.ts';

/** English, and the shape of every other locale. A message with a part that changes is a function of it. */
export const en = {
  brand: 'Drydock',
  views: enViews,
  documentTitle: (what: string) => `${what} · Drydock`,
  skipToWork: 'Skip to the work',
  opening: 'Opening…',
  cancel: 'Cancel',

  engine: {
    simulated: 'Simulated',
    real: (name: string) => `Real: ${name}`,
    switchTo: 'Use a real engine',
    back: 'Back to the simulation',
    connecting: 'Connecting…',
    ask: (name: string) =>
      `The commands of this lesson will then run for real, on the engine that ${name} found on this computer: in containers with limits, without your folders. What they make is removed when the runner ends.`,
    yes: 'Run them for real',
    no: 'Stay with the simulation',
    how: 'Run this in Drydock’s folder, and open the link it prints, or paste it here:',
    link: 'Link of the runner',
    connect: 'Connect',
    cancel: 'Cancel',
    noLink: 'That is not a link of npx drydock runner.',
    unreachable: (address: string, origin: string) =>
      `The runner at ${address} cannot be reached from here: it does not run, was not started with --allow-origin ${origin}, or this browser lets no https page speak to this computer. Then open the page that the runner itself serves.`,
  },
  top: {
    home: 'All lessons',
    startOver: 'Start over',
    startOverAsk: 'Forget files, images and containers?',
    startOverYes: 'Yes, start over',
    startOverNo: 'Keep',
    goalsMet: 'Goals met',
    goalsCount: (met: number, all: number) => `${met} of ${all}`,
    useLight: 'Use the light theme',
    useDark: 'Use the dark theme',
    light: 'Light theme',
    dark: 'Dark theme',
    more: 'More',
    language: 'Language',
  },

  lesson: {
    label: 'Lesson',
    step: (step: number, all: number) => `Step ${step} of ${all}`,
    steps: 'Steps',
    back: 'Back',
    forward: 'Next',
    goals: 'Goals',
    met: ' (done)',
    notMet: ' (not yet)',
    goalsMet: (met: number, all: number) => `${met} of ${all} done`,
    type: 'Type it',
    typeTitle: 'Type it in the terminal',
    showHint: 'Give me a hint',
    hideHint: 'Hide the hint',
    resetStep: 'Back to the start of this step',
    showSolution: 'Show the solution',
    check: 'Check',
    right: 'Right.',
    wrong: 'Not quite. Choose again.',
    partlyRight: (right: number, all: number) => `${right} of ${all} are right. Choose again.`,
    part: (got: number, all: number) => `(${got} of ${all})`,
    quizGoal: 'The question is answered',
    predictionGoal: 'A build was foretold',
    writeFile: 'Write it',
    predict: 'That is my guess',
    nowBuild: 'Noted. Now build, and see.',
    foretold: (right: number, all: number) => `You foretold ${right} of ${all} steps.`,
    ran: 'ran',
    reused: 'did not run',
    asForetold: ', as you said',
    otherwise: ', not as you said',
    predictAgain: 'Guess again',
    done: 'You have done this lesson.',
    next: (title: string) => `Next: ${title}`,
    allLessons: 'See all lessons',
  },

  panels: {
    label: 'Panels',
    views: 'Views',
    lesson: 'Lesson',
    files: 'Files',
    terminal: 'Terminal',
    layers: 'Layers',
    builds: 'Builds',
    images: 'Images',
    container: 'Container',
    network: 'Network',
    preview: 'Preview',
    api: 'API',
    comparison: 'Compare',
    broken: (name: string) => `“${name}” cannot be shown.`,
    asleep: 'Your computer starts when you turn to this lesson: point at it, touch it, or press Tab.',
    nextPart: 'F6: next part of the page',
    brokenHint: 'Your computer is running on; nothing is lost.',
    showAgain: 'Show it again',
    widthOfLesson: 'Width of the lesson',
    widthOfViews: 'Width of the views',
    heightOfEditor: 'Height of the editor',
  },

  share: {
    button: 'Share',
    copyLink: 'Copy a link',
    copied: 'The link is on the clipboard.',
    downloadZip: 'Download as .zip',
    downloaded: 'The zip is on its way.',
    hint: 'A link carries your files and your docker commands inside it: no server keeps them.',
    heading: 'Somebody shared this with you',
    harmless:
      'Look at the files before you open them. Nothing in them runs until you run it, and they get a computer of their own.',
    files: 'Files',
    binary: '(not text)',
    open: 'Open it',
    commands: 'These commands led to the images and containers that were there:',
    openAndRun: 'Open it and run the commands',
    toHome: 'See all lessons',
  },

  embed: {
    openInDrydock: 'Open in Drydock',
  },

  embedding: {
    title: 'A lesson in a page of yours',
    lead: 'Any page can hold a lesson: in a frame, with a computer of its own, that needs neither a server nor special headers.',
    open: 'Show it',
    close: 'Put it away',
    frameTitle: 'A frame',
    frame:
      'The address says which lesson, with which panels, from which step, in which theme. Nothing else is needed; a page that knows oEmbed turns the address of a lesson into this frame by itself.',
    simpleTitle: 'With the SDK',
    simple: 'One module, without dependencies. It makes the frame, and lets your page talk with it.',
    talkingTitle: 'Talking with it',
    talking:
      'Load files, run commands, turn to a step; hear of builds and goals. Only the page around the frame is heard.',
    recordsTitle: 'Recording what was reached',
    records:
      'Statements by the xAPI specification, made of what the frame tells; send them wherever you keep them. A learning management system that knows SCORM 1.2 takes a lesson as a package:',
    told: 'What the page was told',
    nothingYet: 'Nothing yet: give a command in the terminal.',
  },

  notices: {
    crashed: (reason: string) =>
      `The simulated computer stopped (${reason}) and was started again. Files, images and containers are as they were last; what ran has ended.`,
    understood: 'Understood',
    denied: 'Not stored: this browser gives no storage, so a reload starts over.',
    full: 'The browser has no more room: from here on things are kept in memory only. Throw a playground away to make room.',
    elsewhere: 'This computer is open in another tab. Here you work on a copy in memory, which is gone with the page.',
    taken: 'Another tab has taken this computer over. Here you go on in memory, which is gone with the page.',
    takeOver: 'Take it over',
    update: 'A new version of Drydock is here.',
    updateNow: 'Use it now',
    updateLater: 'Later',
  },

  presenter: {
    label: 'Presenting',
    start: 'Present',
    end: 'End presenting',
    back: 'Step back',
    next: 'Next step',
    run: 'Run',
    light: 'Light on',
    everywhere: 'everything',
    notes: 'Notes',
    classLink: 'Copy the class link',
    copied: 'Copied',
  },

  record: {
    title: 'What you have done',
    lead: 'It is kept in this browser only. Take it along as a file, or print it.',
    save: 'Save as a file',
    read: 'Read a file',
    certificate: 'Certificate',
    taken: (name: string) => `What ${name} holds is here now.`,
    notOurs: (name: string) => `${name} is not a progress file of Drydock.`,
    print: 'Print',
    name: 'Name',
    nothing: 'No goal has been met yet.',
    goal: 'Goal',
    when: 'Met',
    by: 'After the command',
    honest:
      'Each goal was checked on the state of the simulated Docker engine in the student’s own browser; nobody else has watched.',
  },

  told: {
    built: (cached: number, ran: number, time: string) =>
      ran === 0
        ? `Build finished: every step was cached.`
        : `Build finished: ${cached} steps cached, ${ran} ran in ${time}.`,
    failed: (reason: string) => `Build failed: ${reason}`,
  },

  time: {
    label: 'Timeline',
    back: 'One step back in time',
    forward: 'One step forward in time',
    beginning: 'Beginning',
    edited: (paths: string) => `Edited ${paths}`,
    failed: (status: number) => `Exit status ${status}`,
    travelling: 'Travelling…',
    looking: 'You are looking back. Nothing is lost.',
    toNow: 'Back to now',
  },

  comparison: {
    title: 'Simulated and real',
    lead: 'The same commands on two computers begun anew: one with the simulated engine, one with the real one of your runner. What they make there is removed.',
    lesson: 'Compare this lesson',
    typed: 'Compare what I typed',
    running: (done: number) => `${done} lines have been run for real…`,
    agree: (agree: number, all: number, engine: string) => `${agree} of ${all} lines agree with ${engine}.`,
    nothing: 'Nothing has been typed yet.',
    same: 'The same:',
    differs: 'Different:',
    real: 'Real',
    simulated: 'Simulated',
    ended: 'The shell had ended.',
    goal: (goal: string, metOn: 'real' | 'simulated') => `The goal ${goal} was met on the ${metOn} engine only.`,
  },
  api: {
    title: 'What docker said to the engine',
    lead: 'The docker command does nothing itself: it asks the engine over HTTP (Docker Engine API). Newest command first.',
    empty: 'No docker command has been given yet. Each one’s requests to the engine will stand here.',
    open: 'open',
    milliseconds: (count: number) => `${count} ms`,
    query: 'Query',
    request: 'Request body',
    response: 'Response body',
    noType: 'no type',
    notText: 'Not text: a tar, or a stream of bytes.',
    by: 'by',
    openIn: 'See what it said to the engine',
  },

  network: {
    title: 'Networks and what is plugged in',
    named: (name: string) => `Network ${name}`,
    alone: 'On no network',
    internal: 'internal: no way out',
    nobody: 'Nobody is on it.',
    byName: 'On this network containers find each other by name.',
    exposed: (port: number, protocol: string) => `${port}/${protocol}, not published`,
    leadsTo: 'leads to port',
    comesFrom: 'comes from',
    readOnly: 'read-only',
    volume: (name: string) => `volume ${name}`,
    volumes: 'Volumes',
    unplugged: 'Plugged in nowhere; it keeps what is in it.',
    pluggedInto: 'plugged into',
  },

  files: {
    title: 'Files, and the layer each comes from',
    folder: 'Folder',
    shows: 'Shows from',
    whiteout: 'Deleted by a whiteout in',
    hides: (size: string) => `hides ${size} from`,
    writable: 'the writable layer',
  },

  images: {
    skyline: 'Images side by side',
    drop: 'Drop an image archive to load it',
    layersOf: (name: string) => `Layers of ${name}`,
    sharedBy: (count: number) => `shared by ${count} images`,
  },

  registry: {
    title: 'To and from the registry',
    pull: 'Pulled',
    push: 'Pushed',
    moved: (moved: number, reused: number) =>
      reused === 0 ? `${moved} layers travelled.` : `${moved} layers travelled, ${reused} were there already.`,
  },

  failed: {
    start: (reason: string) =>
      `The simulated computer could not start: ${reason}. Reload the page to try again; your files are kept.`,
    noLesson: (id: string) => `There is no lesson ${id}.`,
    noPage: 'There is nothing at this address.',
    toHome: 'See all lessons',
  },

  home: {
    title: 'Learn containers by building them',
    lead: 'A whole computer with Docker, in this page. Nothing to install, nothing you can break.',
    continue: 'Go on',
    begin: 'Begin',
    again: 'Look again',
    done: 'Done',
    goals: (met: number, all: number) => `${met} of ${all} goals`,
    minutes: (count: number) => `${count} min`,
    lessons: (done: number, all: number) => `${done} of ${all} lessons done`,
    playground: 'Open a playground',
    playgroundLead: 'A computer of its own to try things on. It stays in this browser until you throw it away.',
    empty: 'Empty',
    emptyHint: 'A folder with a Dockerfile of one line',
    sample: 'From a sample application',
    sampleChoose: 'Sample application',
    files: 'From your files',
    filesHint: 'A folder, a .zip, or what docker save wrote: drop it here, or choose',
    chooseFile: 'Choose a .zip or .tar',
    chooseFolder: 'Choose a folder',
    reading: (name: string) => `Reading ${name}…`,
    nothingInside: (name: string) => `${name} holds no files that can be opened.`,
    tooLarge: (name: string, limit: string) => `${name} is larger than ${limit}: too much for a page.`,
    yours: 'Your playgrounds',
    open: (title: string) => `Open ${title}`,
    throwAway: (title: string) => `Throw ${title} away`,
    throwAwayAsk: 'Throw it away?',
    throwAwayYes: 'Throw away',
    embedding: 'Put a lesson into a page of yours',
  },
} as const;

/** Strings and functions of the same arguments, whatever they say. */
type Shape<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends (...args: infer Args) => string
      ? (...args: Args) => string
      : Shape<T[Key]>;
};
export type Messages = Shape<typeof en>;
