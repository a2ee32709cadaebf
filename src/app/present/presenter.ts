import { create } from 'zustand';
import { type ProseNode, textOf } from '../lessons.ts';
import { goToStep, useLesson } from '../stores/lesson.ts';
import { readSetting, writeSetting } from '../stores/settings.ts';
import { typeInTerminal } from '../stores/terminals.ts';

export const parts = ['lesson', 'files', 'terminal', 'views'] as const;
export type Part = (typeof parts)[number];

interface PresenterState {
  readonly on: boolean;
  /** The part of the page the light is on; the others are dimmed. */
  readonly light: Part | undefined;
  /** How many of the step's commands have been run from here. */
  readonly run: number;
  /** Of each step of the lesson, by its id. */
  readonly notes: Readonly<Record<string, string>>;
}

export const usePresenter = create<PresenterState>(() => ({ on: false, light: undefined, run: 0, notes: {} }));

export function present(on: boolean): void {
  const lesson = useLesson.getState().lesson?.id;
  usePresenter.setState({ on, light: undefined, run: 0, notes: on && lesson ? readNotes(lesson) : {} });
  document.documentElement.toggleAttribute('data-presenting', on);
}

export function lightOn(light: Part | undefined): void {
  usePresenter.setState({ light });
}

/** Goes some steps on or back in the lesson. */
export function presentStep(by: 1 | -1): void {
  const { lesson, step } = useLesson.getState();
  if (!lesson?.steps[step + by]) return;
  goToStep(step + by);
  usePresenter.setState({ run: 0 });
}

/** The command of the step that would be run next, if there is one left. */
export function nextCommand(): string | undefined {
  const { lesson, step } = useLesson.getState();
  return lesson && commandsOf(lesson.prose[step] ?? [])[usePresenter.getState().run];
}

/** Types the next prepared command and presses Enter. */
export function runNextCommand(): void {
  const command = nextCommand();
  if (command === undefined) return;
  typeInTerminal(`${command}\n`);
  usePresenter.setState(({ run }) => ({ run: run + 1 }));
}

/** Keeps the instructor's notes on a step in this browser. */
export function writeNote(lesson: string, step: string, text: string): void {
  const notes = { ...usePresenter.getState().notes, [step]: text };
  usePresenter.setState({ notes });
  writeSetting(`notes.${lesson}`, JSON.stringify(notes));
}

function readNotes(lesson: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readSetting(`notes.${lesson}`) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

/** Every line of every block of code in a step's text. */
function commandsOf(nodes: readonly ProseNode[]): string[] {
  return nodes.flatMap((node) => {
    if (typeof node === 'string') return [];
    return node.tag === 'pre' ? textOf(node).trim().split('\n') : commandsOf(node.children);
  });
}
