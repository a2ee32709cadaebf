import {
  type Answer,
  type Call,
  type Events,
  isHello,
  type Methods,
  type State,
  type Told,
  VERSION,
} from './protocol.ts';

export interface MountOptions {
  /** `<track>/<lesson>` */
  readonly lesson: string;
  /** Where Drydock is served: `https://drydock.example/`. By default, where this script comes from. */
  readonly base?: string;
  /** Which panels are shown: lesson, files, terminal, layers, builds, images, container, preview. */
  readonly panels?: readonly string[];
  /** The step to begin with: its id, or its number from 1. */
  readonly step?: string | number;
  readonly theme?: 'light' | 'dark' | 'auto';
  /** CSS height to begin with. */
  readonly height?: string;
  /** Follow the height that the frame would like: for a lesson without terminal. */
  readonly autoHeight?: boolean;
  /** Name of the frame for assistive technology. */
  readonly title?: string;
  readonly onReady?: (state: State) => void;
  readonly onProgress?: (state: State) => void;
  readonly onGoal?: (goal: Events['goal']) => void;
  readonly onBuild?: (build: Events['build']) => void;
}

/** A Drydock in a page. What is asked before it is ready waits until it is. */
export interface Drydock {
  readonly frame: HTMLIFrameElement;
  loadFiles(files: Readonly<Record<string, string>>): Promise<void>;
  run(command: string): Promise<void>;
  goTo(step: string | number): Promise<void>;
  getState(): Promise<State>;
  /** Takes the frame away. */
  unmount(): void;
}

/** Puts a lesson into `place`. */
export function mount(place: Element, options: MountOptions): Drydock {
  const address = addressOf(options);
  const frame = document.createElement('iframe');
  frame.src = address.href;
  frame.title = options.title ?? `Drydock: ${options.lesson}`;
  frame.allow = 'clipboard-read; clipboard-write; fullscreen';
  frame.loading = 'lazy';
  frame.style.cssText = `width:100%;height:${options.height ?? '560px'};border:0`;

  let port: MessagePort | undefined;
  let last = 0;
  /** Asked and not yet answered. */
  const open = new Map<number, { readonly call: Call; done(value: unknown): void; failed(error: Error): void }>();

  const greeted = ({ source, origin, data }: MessageEvent): void => {
    if (source !== frame.contentWindow || origin !== address.origin || !isHello(data)) return;
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = (message) => heard(message.data as Answer | Told);
    frame.contentWindow!.postMessage({ drydock: VERSION, kind: 'welcome' }, address.origin, [channel.port2]);
    for (const { call } of open.values()) port.postMessage(call);
  };
  const heard = (message: Answer | Told): void => {
    if ('event' in message) tell(message);
    else {
      const asked = open.get(message.id);
      open.delete(message.id);
      if ('error' in message) asked?.failed(new Error(message.error));
      else asked?.done(message.value);
    }
  };
  const tell = ({ event, detail }: Told): void => {
    if (event === 'ready') options.onReady?.(detail);
    else if (event === 'progress') options.onProgress?.(detail);
    else if (event === 'goal') options.onGoal?.(detail);
    else if (event === 'build') options.onBuild?.(detail);
    else if (options.autoHeight) frame.style.height = `${detail}px`;
  };
  const ask = <Name extends keyof Methods>(method: Name, argument?: Parameters<Methods[Name]>[0]) =>
    new Promise<ReturnType<Methods[Name]>>((resolve, reject) => {
      const call = { id: ++last, method, argument } as Call;
      open.set(call.id, { call, done: (value) => resolve(value as ReturnType<Methods[Name]>), failed: reject });
      port?.postMessage(call);
    });

  window.addEventListener('message', greeted);
  place.append(frame);
  return {
    frame,
    loadFiles: (files) => ask('loadFiles', files),
    run: (command) => ask('run', command),
    goTo: (step) => ask('goTo', step),
    getState: () => ask('getState'),
    unmount() {
      window.removeEventListener('message', greeted);
      port?.close();
      frame.remove();
      for (const { failed } of open.values()) failed(new Error('unmounted'));
      open.clear();
    },
  };
}

function addressOf({ lesson, base = new URL('..', import.meta.url).href, panels, step, theme }: MountOptions): URL {
  const address = new URL(`embed/${lesson}`, base);
  if (panels) address.searchParams.set('panels', panels.join(','));
  if (step !== undefined) address.searchParams.set('step', String(step));
  if (theme) address.searchParams.set('theme', theme);
  return address;
}
