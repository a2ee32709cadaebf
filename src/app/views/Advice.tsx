import type { BuildAdvice, BuildPlan } from '../../engine/api/drydock.ts';
import { useMessages } from '../messages/messages.ts';
import { pointAt, reveal } from '../stores/selection.ts';
import { openFile } from '../stores/workspace.ts';
import { duration } from './words.ts';

/** Better places for steps, going by the builds there have been. */
export function Advice({ plan }: { plan: BuildPlan }) {
  const { layers } = useMessages().views;
  return (
    <section className="advice" aria-label={layers.advice}>
      <h2>{layers.advice}</h2>
      <ul>
        {plan.advice?.map((each) => (
          <AdviceRow key={each.step} advice={each} plan={plan} />
        ))}
      </ul>
    </section>
  );
}

function AdviceRow({ advice, plan }: { advice: BuildAdvice; plan: BuildPlan }) {
  const { layers } = useMessages().views;
  const step = (number: number) => plan.steps.find((each) => each.step === number);
  const lines = step(advice.step)?.lines;
  const [name = '', after = ''] = [step(advice.step)?.name, step(advice.moveAfter)?.name];
  return (
    <li onMouseEnter={() => pointAt(lines)} onMouseLeave={() => pointAt(undefined)}>
      <p>
        <Words text={layers.adviceOf({ ...advice, name, after })} />
        {advice.savedDuration >= 100 && ` ${layers.saves(duration(advice.savedDuration))}`}
      </p>
      {lines && (
        <button type="button" onClick={() => void openFile('Dockerfile').then(() => reveal(lines))}>
          {layers.showLine(lines.start)}
        </button>
      )}
    </li>
  );
}

/** A sentence with code between backticks. */
function Words({ text }: { text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
