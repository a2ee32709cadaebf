import {
  type Answer,
  type Build,
  type Call,
  type Events,
  isWelcome,
  type Methods,
  type State,
  type Told,
  VERSION,
} from '../../embed/protocol.ts';
import { credit } from '../../lessons/lesson.ts';
import { useEngine } from '../stores/engine.ts';
import { goToStep, stepIndex, useLesson } from '../stores/lesson.ts';
import { machineReady, useMachine } from '../stores/machine.ts';
import { typeWhenOpen } from '../stores/terminals.ts';
import { createFile, typed, useWorkspace } from '../stores/workspace.ts';
import { engage, engageWhenVisible } from './engagement.ts';
import { surroundingOrigin } from './surroundings.ts';

/** Greets the page around this one and serves it until the returned function is called. */
export function servePage(): () => void {
  if (window.parent === window) return () => {};
  let port: MessagePort | undefined;
  const stops = followStores((event, detail) => port?.postMessage({ event, detail } as Told));

  const welcomed = ({ source, origin, data, ports }: MessageEvent): void => {
    // Only the window around this one, only as the origin the browser gave it. Its newest port counts: it answers each greeting.
    const expected = surroundingOrigin();
    if (source !== window.parent || !isWelcome(data) || !ports[0]) return;
    if (expected !== undefined && origin !== expected) return;
    port?.close();
    port = ports[0];
    engageWhenVisible();
    port.onmessage = (message) => void answer(message.data as Call).then((reply) => port?.postMessage(reply));
    if (useMachine.getState().phase === 'ready') port.postMessage({ event: 'ready', detail: state() } satisfies Told);
  };
  window.addEventListener('message', welcomed);
  window.parent.postMessage({ drydock: VERSION, kind: 'hello' }, '*');
  return () => {
    window.removeEventListener('message', welcomed);
    for (const stop of stops) stop();
    port?.close();
  };
}

const methods: { readonly [Name in keyof Methods]: (argument: never) => unknown } = {
  async loadFiles(files: Readonly<Record<string, string>>) {
    await wantedMachine();
    for (const [path, text] of Object.entries(files)) {
      if (!useWorkspace.getState().files.some((file) => file.path === path)) await createFile(path);
      typed(path, text);
    }
  },
  async run(command: string) {
    await wantedMachine();
    await typeWhenOpen(`${command.trim()}\n`);
  },
  goTo(step: string | number) {
    const { lesson } = useLesson.getState();
    const index = lesson ? stepIndex(lesson, step) : -1;
    if (index < 0) throw new Error(`there is no step ${step}`);
    goToStep(index);
  },
  async getState() {
    await wantedMachine();
    return state();
  },
};

async function answer({ id, method, argument }: Call): Promise<Answer> {
  try {
    if (!Object.hasOwn(methods, method)) throw new Error(`there is no ${method}`);
    return { id, value: await methods[method](argument as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Who asks for the computer wants it. */
function wantedMachine(): Promise<void> {
  engage();
  return machineReady();
}

function state(): State {
  const { lesson, step, goals } = useLesson.getState();
  if (!lesson) throw new Error('no lesson is open');
  const stateOf = (of: string, goal: string) => goals.find((each) => each.step === of && each.goal === goal);
  return {
    lesson: lesson.id,
    title: lesson.title,
    step: lesson.steps[step]!.id,
    steps: lesson.steps.map(({ id }) => id),
    goals: lesson.steps.flatMap((of) =>
      of.goals.map(({ id, text }) => {
        const state = stateOf(of.id, id);
        return { step: of.id, goal: id, text, met: state?.met ?? false, credit: state ? credit(state) : 0 };
      }),
    ),
    files: useWorkspace
      .getState()
      .files.filter((file) => file.kind === 'file')
      .map((file) => file.path),
  };
}

type Tell = <Name extends keyof Events>(event: Name, detail: Events[Name]) => void;

/** Tells what the stores tell. Answers how to stop. */
function followStores(tell: Tell): (() => void)[] {
  return [
    useMachine.subscribe(({ phase }, before) => {
      if (phase === 'ready' && before.phase !== 'ready') tell('ready', state());
    }),
    useLesson.subscribe((now, before) => {
      if (!now.lesson || (now.goals === before.goals && now.step === before.step)) return;
      const current = state();
      for (const goal of now.goals) {
        const known = before.goals.find((each) => each.step === goal.step && each.goal === goal.goal);
        if (!goal.met || !known || known.met) continue;
        const met = current.goals.find((each) => each.step === goal.step && each.goal === goal.goal);
        if (met) tell('goal', met);
      }
      tell('progress', current);
    }),
    useEngine.subscribe(({ builds }, before) => {
      const [newest, last] = [builds.at(-1), before.builds.at(-1)];
      if (!newest || newest.finished === undefined || before.builds === builds) return;
      if (last?.id === newest.id && last.finished === newest.finished) return;
      const { error, steps } = newest;
      const build: Build = {
        steps: steps.map(({ name, state: how }) => ({ name, state: how })),
        ...(error && { error }),
      };
      tell('build', build);
    }),
    followHeight((height) => tell('height', height)),
  ];
}

/** The height that what is on screen would take if there were room. */
function followHeight(told: (height: number) => void): () => void {
  let last = 0;
  const observer = new ResizeObserver(() => {
    const bar = document.querySelector('.embed-bar')?.clientHeight ?? 0;
    const lesson = document.querySelector('.lesson')?.scrollHeight ?? 0;
    const height = Math.max(bar + lesson + 24, document.querySelector('.terminals') ? 480 : 160);
    if (height !== last) told((last = height));
  });
  observer.observe(document.body);
  const stop = useLesson.subscribe(() => requestAnimationFrame(() => observer.observe(document.body)));
  return () => {
    stop();
    observer.disconnect();
  };
}
