import { create } from 'zustand';
import { readSetting, writeSetting } from '../stores/settings.ts';
import type { Place } from './place.ts';

/** What the page remembers of a playground; its computer is stored by the machine. */
export interface Playground {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since the epoch. */
  readonly made: number;
}

/** What a new playground begins with. */
export type Beginning = Pick<Place, 'title' | 'files'> & Partial<Pick<Place, 'images' | 'archive'>>;

const KEY = 'playgrounds';
const FOLDER = 'app';

export const usePlaygrounds = create<{ readonly all: readonly Playground[] }>(() => ({ all: read() }));

/** Only the page that made a playground has what it begins with; afterwards the stored computer has it. */
const beginnings = new Map<string, Beginning>();

export function addPlayground(beginning: Beginning): Playground {
  const id = crypto.getRandomValues(new Uint32Array(1))[0]!.toString(36);
  const playground: Playground = { id, title: beginning.title, made: Date.now() };
  beginnings.set(id, beginning);
  change([...usePlaygrounds.getState().all, playground]);
  return playground;
}

export function removePlayground(id: string): void {
  beginnings.delete(id);
  change(usePlaygrounds.getState().all.filter((playground) => playground.id !== id));
}

/** Also for an id nobody knows (any more): then it is an empty one. */
export function playgroundPlace(id: string): Place {
  const beginning = beginnings.get(id) ?? emptyBeginning(titleOf(id));
  return { name: `playground/${id}`, folder: FOLDER, images: [], lesson: undefined, ...beginning };
}

export function emptyBeginning(title: string): Beginning {
  return { title, files: { Dockerfile: 'FROM alpine\n' } };
}

function titleOf(id: string): string {
  return usePlaygrounds.getState().all.find((playground) => playground.id === id)?.title ?? id;
}

function change(all: readonly Playground[]): void {
  usePlaygrounds.setState({ all });
  writeSetting(KEY, JSON.stringify(all));
}

function read(): Playground[] {
  try {
    const stored: unknown = JSON.parse(readSetting(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isPlayground) : [];
  } catch {
    return [];
  }
}

function isPlayground(value: unknown): value is Playground {
  const { id, title, made } = (value ?? {}) as Partial<Playground>;
  return typeof id === 'string' && typeof title === 'string' && typeof made === 'number';
}
