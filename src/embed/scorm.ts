import { mount } from './mount.ts';
import type { State } from './protocol.ts';

/** What a learning management system offers a lesson (SCORM 1.2 Run-Time Environment 3.3). */
export interface Scorm12Api {
  LMSInitialize(empty: ''): string;
  LMSFinish(empty: ''): string;
  LMSGetValue(element: string): string;
  LMSSetValue(element: string, value: string): string;
  LMSCommit(empty: ''): string;
}

/** Around this window, frame by frame, and then around the one that opened it: nearest first. */
export function findApi(from: Window): Scorm12Api | undefined {
  return apiAround(from) ?? (from.opener ? apiAround(from.opener as Window) : undefined);
}

function apiAround(from: Window): Scorm12Api | undefined {
  try {
    for (let window = from; ; window = window.parent) {
      const { API } = window as { API?: Scorm12Api };
      if (API) return API;
      if (window.parent === window) return undefined;
    }
  } catch {
    // A window of another origin: no system puts its API behind one.
    return undefined;
  }
}

/** Tells a system how a lesson stands. What was reached once stays reached, whatever browser it was in. */
export class Attempt {
  readonly #api: Scorm12Api;
  readonly #began = Date.now();
  readonly #credits: Record<string, number>;
  /** The step on which it was left, when it was begun before. */
  readonly step: string | undefined;
  #over = false;

  constructor(api: Scorm12Api) {
    this.#api = api;
    api.LMSInitialize('');
    this.step = api.LMSGetValue('cmi.core.lesson_location') || undefined;
    this.#credits = creditsOf(api.LMSGetValue('cmi.suspend_data'));
    if (api.LMSGetValue('cmi.core.lesson_status') === 'not attempted')
      this.#set('cmi.core.lesson_status', 'incomplete');
    this.#set('cmi.core.score.min', '0');
    this.#set('cmi.core.score.max', '100');
    api.LMSCommit('');
  }

  tell({ step, goals }: State): void {
    for (const { step: of, goal, credit } of goals) {
      const key = `${of}/${goal}`;
      if (credit > 0) this.#credits[key] = Math.max(credit, this.#credits[key] ?? 0);
    }
    const sum = goals.reduce((total, { step: of, goal }) => total + (this.#credits[`${of}/${goal}`] ?? 0), 0);
    const done = goals.every(({ step: of, goal }) => `${of}/${goal}` in this.#credits);
    this.#set('cmi.core.lesson_location', step);
    this.#set('cmi.suspend_data', JSON.stringify(this.#credits));
    this.#set('cmi.core.score.raw', String(Math.round((100 * sum) / Math.max(1, goals.length))));
    if (done) this.#set('cmi.core.lesson_status', 'completed');
    this.#api.LMSCommit('');
  }

  /** The page is left. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#set('cmi.core.session_time', timespan(Date.now() - this.#began));
    this.#set('cmi.core.exit', 'suspend');
    this.#api.LMSCommit('');
    this.#api.LMSFinish('');
  }

  #set(element: string, value: string): void {
    this.#api.LMSSetValue(element, value);
  }
}

function creditsOf(text: string): Record<string, number> {
  try {
    const stored: unknown = JSON.parse(text);
    const entries = Object.entries(stored as object).filter(([, credit]) => typeof credit === 'number');
    return Object.fromEntries(entries) as Record<string, number>;
  } catch {
    return {};
  }
}

/** CMITimespan: `0001:02:03.45`. */
export function timespan(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 10) / 100;
  const hours = String(Math.floor(seconds / 3600)).padStart(4, '0');
  const minutes = String(Math.floor(seconds / 60) % 60).padStart(2, '0');
  return `${hours}:${minutes}:${(seconds % 60).toFixed(2).padStart(5, '0')}`;
}

/** The page of a package: the lesson of `place`'s data attributes, and a system that is told of it. */
export function begin(place: HTMLElement): void {
  const api = findApi(window);
  const attempt = api && new Attempt(api);
  const told = (state: State) => attempt?.tell(state);
  const { lesson = '', base = '' } = place.dataset;
  mount(place, { lesson, base, step: attempt?.step, height: '100%', onReady: told, onProgress: told });
  if (attempt) addEventListener('pagehide', () => attempt.end());
  else place.before(Object.assign(document.createElement('p'), { textContent: place.dataset.alone }));
}
