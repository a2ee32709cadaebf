import type { Goal, GoalState, Step } from '../../lessons/lesson.ts';
import { useMessages } from '../messages/messages.ts';

/** What a step asks for, how much of it is reached, and of what is half done how far. */
export function Goals({ step, states }: { readonly step: Step; readonly states: readonly GoalState[] }) {
  const { lesson: say } = useMessages();
  const stateOf = ({ id }: Goal) => states.find((state) => state.step === step.id && state.goal === id);
  const count = step.goals.filter((goal) => stateOf(goal)?.met).length;
  return (
    <>
      <ul className="goals" aria-label={say.goals}>
        {step.goals.map((goal) => {
          const state = stateOf(goal);
          const met = state?.met ?? false;
          const part = state?.share;
          return (
            <li key={goal.id} data-met={met}>
              <span className="tick" aria-hidden="true">
                {met ? '✓' : ''}
              </span>
              <span>
                {textOf(goal, say)}
                {part && <span className="goal-part"> {say.part(part.got, part.of)}</span>}
                <span className="visually-hidden">{met ? say.met : say.notMet}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <p className="lesson-count" role="status">
        {say.goalsMet(count, step.goals.length)}
      </p>
    </>
  );
}

/** A question stands on the page already: it is not asked twice. */
function textOf({ when, text }: Goal, say: ReturnType<typeof useMessages>['lesson']): string {
  if (!('answer' in when)) return text;
  return when.answer.endsWith('/quiz') ? say.quizGoal : say.predictionGoal;
}
