import { useParams, useSearch } from 'wouter';
import { Workbench } from '../layouts/Workbench.tsx';
import { useMessages } from '../messages/messages.ts';
import { NotFoundPage } from './NotFoundPage.tsx';
import { useOpenLesson } from './useOpenLesson.ts';

/** A lesson at its workbench. */
export function LessonPage() {
  const { track, lesson: name } = useParams<{ track: string; lesson: string }>();
  const id = `${track}/${name}`;
  const query = new URLSearchParams(useSearch());
  const group = query.get('class');
  // What a class does together begins the same for everybody: it is not done on the student's own computer.
  const computer = group === null ? id : `class/${group}/${id}`;
  const { known, problem } = useOpenLesson({ id, computer, step: query.get('step') ?? undefined });
  const { failed } = useMessages();
  return known ? <Workbench problem={problem} /> : <NotFoundPage reason={failed.noLesson(id)} />;
}
