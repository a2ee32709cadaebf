import { create } from 'zustand';
import type { GoalState } from '../../lessons/lesson.ts';
import { readSetting, writeSetting } from '../stores/settings.ts';

/** How far a student has come in a lesson: what the home page shows. The goals themselves are checked and kept by the machine. */
export interface LessonProgress {
  /** Milliseconds since the epoch, when it was last opened. */
  readonly opened: number;
  /** Index of the step that was last on screen. */
  readonly step: number;
  /** `<step>/<goal>` → when it was met, milliseconds since the epoch. */
  readonly met: Readonly<Record<string, number>>;
  /** `<step>/<goal>` → the command after which it was found met. */
  readonly by: Readonly<Record<string, string>>;
}

export type Progress = Readonly<Record<string, LessonProgress>>;

const KEY = 'progress';

export const useProgress = create<{ readonly lessons: Progress }>(() => ({ lessons: read() }));

export function lessonOpened(id: string): void {
  change(id, (known) => ({ opened: Date.now(), step: known?.step ?? 0, met: known?.met ?? {}, by: known?.by ?? {} }));
}

export function stepShown(id: string, step: number): void {
  change(id, (known) => known && { ...known, step });
}

/** Takes over what the machine found met; a goal that was met stays so until the lesson is begun again. */
export function goalsChecked(id: string, goals: readonly GoalState[], command: string): void {
  const now = Date.now();
  change(id, (known) => {
    const met = { ...known?.met };
    const by = { ...known?.by };
    let fresh = false;
    for (const goal of goals) {
      const key = `${goal.step}/${goal.goal}`;
      if (!goal.met || key in met) continue;
      met[key] = now;
      by[key] = command;
      fresh = true;
    }
    return known && fresh ? { ...known, met, by } : known;
  });
}

export function lessonForgotten(id: string): void {
  change(id, (known) => known && { ...known, step: 0, met: {}, by: {} });
}

export function replaceProgress(lessons: Progress): void {
  useProgress.setState({ lessons });
  writeSetting(KEY, JSON.stringify(lessons));
}

function change(id: string, edit: (known: LessonProgress | undefined) => LessonProgress | undefined): void {
  const { lessons } = useProgress.getState();
  const edited = edit(lessons[id]);
  if (!edited || edited === lessons[id]) return;
  replaceProgress({ ...lessons, [id]: edited });
}

function read(): Progress {
  try {
    const stored: unknown = JSON.parse(readSetting(KEY) ?? '{}');
    return stored !== null && typeof stored === 'object' && !Array.isArray(stored) ? readable(stored) : {};
  } catch {
    return {};
  }
}

/** What of a stored or imported document can be understood as progress. */
export function readable(document: object): Progress {
  const entries = Object.entries(document).flatMap(([id, value]): [string, LessonProgress][] => {
    const { opened, step, met, by } = (value ?? {}) as Partial<LessonProgress>;
    if (typeof opened !== 'number' || typeof step !== 'number' || typeof met !== 'object' || met === null) return [];
    const times = Object.entries(met).filter(([, when]) => typeof when === 'number');
    const commands = Object.entries(by ?? {}).filter(([, command]) => typeof command === 'string');
    return [[id, { opened, step, met: Object.fromEntries(times), by: Object.fromEntries(commands) }]];
  });
  return Object.fromEntries(entries);
}
