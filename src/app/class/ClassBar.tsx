import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { RunnerKey } from '../../worker/protocol.ts';
import { isLesson } from '../lessons.ts';
import { useMessages } from '../messages/messages.ts';
import { addresses } from '../routes/addresses.ts';
import { goToStep, stepIndex, useLesson } from '../stores/lesson.ts';
import { follow, joinClass, useClass } from './class-room.ts';

/** Where the instructor is, and the ways to be there too. */
export default function ClassBar({ runner }: { readonly runner: RunnerKey }) {
  const { classroom: words } = useMessages();
  const { shown, following } = useClass();
  const here = useLesson((state) => state.lesson);
  useEffect(() => joinClass(runner), [runner]);
  useFollowing();
  if (!shown) return null;
  const { title, lesson, step = '', commands = [] } = shown.what;
  const index = here && here.id === lesson ? stepIndex(here, step) : -1;
  const where = index >= 0 ? words.step(index + 1, here!.steps[index]!.title) : title;
  const last = commands.at(-1);
  return (
    <div role="status" className="notice">
      <span>{words.at(where)}</span>
      {last !== undefined && <code>{last}</code>}
      <button type="button" aria-pressed={following} onClick={() => follow(!following)}>
        {words.follow}
      </button>
      <a href={`${addresses.shared}#${shown.fragment}`} target="_blank" rel="noopener">
        {words.open}
      </a>
    </div>
  );
}

/** Goes where the instructor goes, as long as one follows. */
function useFollowing(): void {
  const { shown, following } = useClass();
  const [, navigate] = useLocation();
  useEffect(() => {
    const { lesson, step = '' } = shown?.what ?? {};
    if (!following || lesson === undefined || !isLesson(lesson)) return;
    const here = useLesson.getState();
    if (here.lesson?.id !== lesson) return navigate(`${addresses.lesson(lesson)}?step=${encodeURIComponent(step)}`);
    const index = stepIndex(here.lesson, step);
    if (index >= 0 && index !== here.step) goToStep(index);
  }, [shown, following, navigate]);
}
