import { useParams, useSearch } from 'wouter';
import { Workbench } from '../layouts/Workbench.tsx';
import { useMessages } from '../messages/messages.ts';
import { NotFoundPage } from './NotFoundPage.tsx';
import { useOpenLesson } from './useOpenLesson.ts';

/** A lesson at its workbench. */
export function LessonPage() {
  const { track, lesson: name } = useParams<{ track: string; lesson: string }>();
  const id = `${track}/${name}`;
  const step = new URLSearchParams(useSearch()).get('step') ?? undefined;
  const { known, problem } = useOpenLesson({ id, computer: id, step });
  const { failed } = useMessages();
  return known ? <Workbench problem={problem} /> : <NotFoundPage reason={failed.noLesson(id)} />;
}
