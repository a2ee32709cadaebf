import { useEffect, useState } from 'react';
import { useParams } from 'wouter';
import { Workbench } from '../layouts/Workbench.tsx';
import { fetchLesson, isLesson } from '../lessons.ts';
import { useMessages } from '../messages/messages.ts';
import { lessonPlace } from '../places/place.ts';
import { openPlace, wakeMachine } from '../stores/machine.ts';
import { NotFoundPage } from './NotFoundPage.tsx';

/** A lesson at its workbench. */
export function LessonPage() {
  const { track, lesson: name } = useParams<{ track: string; lesson: string }>();
  const id = `${track}/${name}`;
  const known = isLesson(id);
  const { failed } = useMessages();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    if (!known) return;
    let left = false;
    wakeMachine();
    fetchLesson(id).then(
      (lesson) => !left && openPlace(lessonPlace(lesson)),
      (error: Error) => setProblem(error.message),
    );
    return () => {
      left = true;
    };
  }, [id, known]);

  return known ? <Workbench problem={problem} /> : <NotFoundPage reason={failed.noLesson(id)} />;
}
