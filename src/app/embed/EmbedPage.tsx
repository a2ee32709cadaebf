import { useEffect, useState } from 'react';
import { useParams, useSearch } from 'wouter';
import { fetchLesson, isLesson } from '../lessons.ts';
import { useMessages } from '../messages/messages.ts';
import { lessonPlace } from '../places/place.ts';
import { addresses } from '../routes/addresses.ts';
import { NotFoundPage } from '../routes/NotFoundPage.tsx';
import { goToStep } from '../stores/lesson.ts';
import { openPlace, useMachine, wakeMachine } from '../stores/machine.ts';
import { lendTheme } from '../stores/theme.ts';
import '../styles/embed.css';
import { servePage, stepIndex } from './bridge.ts';
import { EmbedBench } from './EmbedBench.tsx';
import { embedOptions } from './options.ts';
import { surroundingOrigin } from './surroundings.ts';

/** A lesson in somebody else's page. */
export function EmbedPage() {
  const { track, lesson: name } = useParams<{ track: string; lesson: string }>();
  const id = `${track}/${name}`;
  const known = isLesson(id);
  const { panels, step, theme } = embedOptions(useSearch());
  const terminal = panels.includes('terminal');
  const { failed, embed } = useMessages();
  const broken = useMachine((state) => state.problem);
  const title = useMachine((state) => state.place?.title);
  const [problem, setProblem] = useState<string>();

  useEffect(() => lendTheme(theme), [theme]);
  useEffect(() => {
    if (!known) return;
    let left = false;
    wakeMachine();
    fetchLesson(id).then(
      (lesson) => {
        if (left) return;
        const around = surroundingOrigin() ?? 'top';
        openPlace({ ...lessonPlace(lesson), name: `embed/${around}/${id}`, terminal });
        const index = step === undefined ? -1 : stepIndex(step);
        if (index >= 0) goToStep(index);
      },
      (error: Error) => setProblem(error.message),
    );
    const stop = servePage();
    return () => {
      left = true;
      stop();
    };
  }, [id, known, step, terminal]);

  if (!known) return <NotFoundPage reason={failed.noLesson(id)} />;
  const message = problem ?? broken;
  return (
    <div className="page embed">
      <header className="embed-bar">
        <span className="embed-title">{title}</span>
        <a href={addresses.lesson(id)} target="_blank" rel="noopener">
          {embed.openInDrydock}
        </a>
      </header>
      {message !== undefined && (
        <p role="alert" className="alert">
          {failed.start(message)}
        </p>
      )}
      <main>
        <EmbedBench panels={panels} />
      </main>
    </div>
  );
}
