import { useEffect, useRef } from 'react';
import { Goals } from '../lesson/Goals.tsx';
import { Help } from '../lesson/Help.tsx';
import { LessonEnd } from '../lesson/LessonEnd.tsx';
import { Quiz } from '../lesson/Quiz.tsx';
import { StepText } from '../lesson/StepText.tsx';
import { useMessages } from '../messages/messages.ts';
import { goToStep, useLesson } from '../stores/lesson.ts';

/** One step of the lesson, its questions and goals, help, and the way to the next. */
export function LessonPanel() {
  const { lesson, step, goals, hints, began } = useLesson();
  const { lesson: say, opening } = useMessages();
  const top = useRef<HTMLElement>(null);
  // Depends on more than it reads: a new step is read from its top.
  useEffect(() => {
    top.current?.scrollTo({ top: 0 });
  }, [step]);
  if (!lesson) return <p className="quiet padded">{opening}</p>;
  const current = lesson.steps[step]!;
  const place = `${lesson.id}/${current.id}`;
  const met = (goal: string) => goals.some((state) => state.step === current.id && state.goal === goal && state.met);
  const done = current.goals.every((goal) => met(goal.id));
  // What is only to be answered needs neither hint nor solution.
  const asked = current.goals.some(({ id, when }) => !('answer' in when) && !met(id));
  const last = step === lesson.steps.length - 1;

  return (
    <article className="lesson" ref={top} aria-label={say.label}>
      <p className="lesson-count">{say.step(step + 1, lesson.steps.length)}</p>
      <div lang={lesson.locale}>
        <h1>{current.title}</h1>
        <StepText nodes={lesson.prose[step]!} predict={current.predict} place={place} done={done} />
        {current.quiz && <Quiz key={`quiz/${place}`} quiz={current.quiz} place={place} />}
        {current.goals.length > 0 && <Goals step={current} states={goals} />}
        {asked && <Help key={`help/${place}`} step={current} hint={hints[current.id]} began={began[current.id]} />}
      </div>
      {last && done && <LessonEnd id={lesson.id} />}
      <nav className="lesson-steps" aria-label={say.steps}>
        <button type="button" disabled={step === 0} onClick={() => goToStep(step - 1)}>
          {say.back}
        </button>
        <button
          type="button"
          className={done && !last ? 'primary' : ''}
          disabled={last}
          onClick={() => goToStep(step + 1)}
        >
          {say.forward}
        </button>
      </nav>
    </article>
  );
}
