import { useState } from 'react';
import { useMessages } from '../messages/messages.ts';
import { answerStep, useAnswers } from '../stores/answers.ts';
import { useEngine } from '../stores/engine.ts';
import type { GradedStep } from './grade.ts';

/** Which steps will the next build run? Marked first, decided by that build. */
export function Prediction({ ask, place }: { readonly ask: string; readonly place: string }) {
  const { lesson: say } = useMessages();
  const { plan, builds } = useEngine();
  const foretold = useAnswers((state) => state.steps[place]?.prediction);
  const [marked, mark] = useState<readonly string[]>(foretold?.steps ?? []);
  if (foretold?.graded)
    return <Graded ask={ask} graded={foretold.graded} onAgain={() => answerStep(place, { prediction: undefined })} />;
  const steps =
    plan?.steps.filter(({ prediction }) => prediction !== 'METADATA-ONLY' && prediction !== 'SKIPPED') ?? [];
  const names = [...new Set(steps.map(({ name }) => name))];
  const predict = () => {
    const after = builds.findLast((build) => build.finished !== undefined)?.id;
    answerStep(place, { prediction: { steps: marked.filter((name) => names.includes(name)), after } });
  };
  return (
    <fieldset className="question" disabled={foretold !== undefined}>
      <legend>{ask}</legend>
      {names.map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={marked.includes(name)}
            onChange={(event) =>
              mark(event.target.checked ? [...marked, name] : marked.filter((other) => other !== name))
            }
          />
          <code>{name}</code>
        </label>
      ))}
      <button type="button" disabled={names.length === 0} onClick={predict}>
        {say.predict}
      </button>
      <p role="status">{foretold && say.nowBuild}</p>
    </fieldset>
  );
}

interface GradedProps {
  readonly ask: string;
  readonly graded: readonly GradedStep[];
  readonly onAgain: () => void;
}

function Graded({ ask, graded, onAgain }: GradedProps) {
  const { lesson: say } = useMessages();
  const right = graded.filter((step) => step.right).length;
  return (
    <section className="question" aria-label={ask}>
      <p className="question-ask">{ask}</p>
      <p role="status" data-right={right === graded.length}>
        {say.foretold(right, graded.length)}
      </p>
      <ul>
        {graded.map(({ name, ran, right: hit }) => (
          <li key={name} data-right={hit}>
            <span aria-hidden="true">{hit ? '✓' : '✗'}</span> <code>{name}</code> {ran ? say.ran : say.reused}
            <span className="visually-hidden">{hit ? say.asForetold : say.otherwise}</span>
          </li>
        ))}
      </ul>
      <button type="button" onClick={onAgain}>
        {say.predictAgain}
      </button>
    </section>
  );
}
