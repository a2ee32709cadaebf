import { useEffect, useRef } from 'react';
import { goToStep, useLesson } from '../stores/lesson.ts';
import { typeInTerminal } from '../stores/terminals.ts';
import { Prose } from './Prose.tsx';

/** One step of the lesson, its goals, and the way to the next. */
export function LessonPanel() {
  const { lesson, step, goals } = useLesson();
  const top = useRef<HTMLElement>(null);
  // Depends on more than it reads: a new step is read from its top.
  useEffect(() => {
    top.current?.scrollTo({ top: 0 });
  }, [step]);
  if (!lesson) return <p className="quiet padded">Opening the lesson…</p>;
  const current = lesson.steps[step]!;
  const met = (goal: string) => goals.some((state) => state.step === current.id && state.goal === goal && state.met);
  const done = current.goals.every((goal) => met(goal.id));

  return (
    <article className="lesson" ref={top} aria-label="Lesson">
      <p className="lesson-count">
        Step {step + 1} of {lesson.steps.length}
      </p>
      <h1>{current.title}</h1>
      <Prose nodes={lesson.prose[step]!} codeBlock={CommandBlock} />
      {current.goals.length > 0 && (
        <ul className="goals" aria-label="Goals">
          {current.goals.map((goal) => (
            <li key={goal.id} data-met={met(goal.id)}>
              <span className="tick" aria-hidden="true">
                {met(goal.id) ? '✓' : ''}
              </span>
              {goal.text}
              <span className="visually-hidden">{met(goal.id) ? ' (done)' : ' (not yet)'}</span>
            </li>
          ))}
        </ul>
      )}
      <nav className="lesson-steps" aria-label="Steps">
        <button type="button" disabled={step === 0} onClick={() => goToStep(step - 1)}>
          Back
        </button>
        <button
          type="button"
          className={done ? 'primary' : ''}
          disabled={step === lesson.steps.length - 1}
          onClick={() => goToStep(step + 1)}
        >
          Next
        </button>
      </nav>
    </article>
  );
}

/** A block of commands, with a button that types them (the student presses Enter). */
function CommandBlock({ children }: { children?: React.ReactNode }) {
  const text = useRef<HTMLPreElement>(null);
  const type = () => typeInTerminal((text.current?.textContent ?? '').trim());
  return (
    <div className="command-block">
      <pre ref={text}>{children}</pre>
      <button type="button" onClick={type} title="Type it in the terminal">
        Type it
      </button>
    </div>
  );
}
