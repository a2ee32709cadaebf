import * as v from 'valibot';
import { create } from 'zustand';
import type { RunnerKey } from '../../worker/protocol.ts';
import { fragmentHere } from '../share/export.ts';
import { readLink, type Shared } from '../share/link.ts';
import { useLesson } from '../stores/lesson.ts';
import { useTimeline } from '../stores/timeline.ts';
import { useWorkspace } from '../stores/workspace.ts';

interface ClassState {
  /** This page's link was the instructor's. */
  readonly teaches: boolean;
  /** The class sees what is done here. */
  readonly showing: boolean;
  /** What the instructor shows, as a link holds it; undefined while nothing is shown. */
  readonly shown: { readonly fragment: string; readonly what: Shared } | undefined;
  readonly following: boolean;
}

const nothing: ClassState = { teaches: false, showing: false, shown: undefined, following: false };

export const useClass = create<ClassState>(() => nothing);

const message = v.union([
  v.object({ teaches: v.boolean() }),
  v.object({ shown: v.nullable(v.pipe(v.string(), v.maxLength(1_000_000))) }),
]);

/** Milliseconds in which what is typed at one go comes together. */
const SETTLED = 400;

let room: WebSocket | undefined;

/** Comes into the class of a runner until the returned function is called. */
export function joinClass({ address, key }: RunnerKey): () => void {
  const socket = new WebSocket(`ws://${address}/drydock/class`, ['drydock', `key.${key}`]);
  socket.addEventListener('message', ({ data }) => take(String(data)));
  room = socket;
  return () => {
    socket.close();
    useClass.setState(nothing);
  };
}

export function follow(following: boolean): void {
  useClass.setState({ following });
}

/** Lets the class see what is done here, or no more. */
export function showClass(showing: boolean): void {
  useClass.setState({ showing });
  if (showing) void tell();
  else send(null);
}

function take(text: string): void {
  try {
    const told = v.parse(message, JSON.parse(text));
    if ('teaches' in told) useClass.setState({ teaches: told.teaches });
    else if (told.shown === null) useClass.setState({ shown: undefined });
    else useClass.setState({ shown: { fragment: told.shown, what: readLink(told.shown) } });
  } catch {
    // Whoever sends what cannot be read shows nothing.
    useClass.setState({ shown: undefined });
  }
}

let soon: ReturnType<typeof setTimeout> | undefined;

function tellSoon(): void {
  if (!useClass.getState().showing) return;
  clearTimeout(soon);
  soon = setTimeout(() => void tell(), SETTLED);
}

useLesson.subscribe(({ lesson, step }, before) => {
  if (lesson !== before.lesson || step !== before.step) tellSoon();
});
useWorkspace.subscribe(({ texts, files }, before) => {
  if (texts !== before.texts || files !== before.files) tellSoon();
});
useTimeline.subscribe(({ moments, at }, before) => {
  if (moments !== before.moments || at !== before.at) tellSoon();
});

async function tell(): Promise<void> {
  const fragment = await fragmentHere();
  if (useClass.getState().showing) send(fragment);
}

function send(shown: string | null): void {
  if (room?.readyState === WebSocket.OPEN) room.send(JSON.stringify({ shown }));
}
