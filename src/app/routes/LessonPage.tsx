import { useEffect, useState } from 'react';
import { useParams, useSearch } from 'wouter';
import { Workbench } from '../layouts/Workbench.tsx';
import { fetchLesson, isLesson } from '../lessons.ts';
import { useMessages } from '../messages/messages.ts';
import { lessonPlace } from '../places/place.ts';
import { goToStep } from '../stores/lesson.ts';
import { openPlace, wakeMachine } from '../stores/machine.ts';
import { NotFoundPage } from './NotFoundPage.tsx';

/** A lesson at its workbench. */
export function LessonPage() {
  const { track, lesson: name } = useParams<{ track: string; lesson: string }>();
  const id = `${track}/${name}`;
  const query = new URLSearchParams(useSearch());
  const group = query.get('class') ?? undefined;
  // From 1, as it is shown.
  const step = Number(query.get('step') ?? Number.NaN) - 1;
  const known = isLesson(id);
  const { failed } = useMessages();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    if (!known) return;
    let left = false;
    wakeMachine();
    fetchLesson(id).then(
      (lesson) => {
        if (left) return;
        openPlace(lessonPlace(lesson, group));
        if (lesson.steps[step]) goToStep(step);
      },
      (error: Error) => setProblem(error.message),
    );
    return () => {
      left = true;
    };
  }, [id, known, group, step]);

  return known ? <Workbench problem={problem} /> : <NotFoundPage reason={failed.noLesson(id)} />;
}
