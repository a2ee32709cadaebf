import type { BuildAdvice, BuildPlan } from '../../engine/api/drydock.ts';
import { pointAt, reveal } from '../stores/selection.ts';
import { openFile } from '../stores/workspace.ts';
import { duration } from './words.ts';

/** Better places for steps, going by the builds there have been. */
export function Advice({ plan }: { plan: BuildPlan }) {
  return (
    <section className="advice" aria-label="Advice">
      <h2>What the last builds suggest</h2>
      <ul>
        {plan.advice?.map((each) => (
          <AdviceRow key={each.step} advice={each} plan={plan} />
        ))}
      </ul>
    </section>
  );
}

function AdviceRow({ advice, plan }: { advice: BuildAdvice; plan: BuildPlan }) {
  const lines = plan.steps.find(({ step }) => step === advice.step)?.lines;
  const cost = advice.savedDuration >= 100 ? ` That is about ${duration(advice.savedDuration)}.` : '';
  return (
    <li onMouseEnter={() => pointAt(lines)} onMouseLeave={() => pointAt(undefined)}>
      <p>
        <Words text={advice.sentence} />
        {cost}
      </p>
      {lines && (
        <button type="button" onClick={() => void openFile('Dockerfile').then(() => reveal(lines))}>
          Show line {lines.start}
        </button>
      )}
    </li>
  );
}

/** A sentence with code between backticks. */
function Words({ text }: { text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
