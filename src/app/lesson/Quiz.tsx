import { useState } from 'react';
import type { Quiz as Asked } from '../../lessons/lesson.ts';
import { useMessages } from '../messages/messages.ts';
import { answerStep, useAnswers } from '../stores/answers.ts';
import { quizShare } from './grade.ts';

/** A question with choices: one right one makes them radio buttons. */
export function Quiz({ quiz, place }: { readonly quiz: Asked; readonly place: string }) {
  const { lesson: say } = useMessages();
  const given = useAnswers((state) => state.steps[place]?.quiz);
  const [chosen, choose] = useState<readonly number[]>(given ?? []);
  const single = quiz.answer.length === 1;
  const share = given && quizShare(quiz, given);
  const right = share !== undefined && share.got === share.of;
  const pick = (index: number, on: boolean) => {
    choose(single ? [index] : on ? [...chosen, index] : chosen.filter((other) => other !== index));
    answerStep(place, { quiz: undefined });
  };
  return (
    <fieldset className="question">
      <legend>{quiz.question}</legend>
      {quiz.choices.map((choice, index) => (
        <label key={choice}>
          <input
            type={single ? 'radio' : 'checkbox'}
            name={`${place}/quiz`}
            checked={chosen.includes(index)}
            onChange={(event) => pick(index, event.target.checked)}
          />
          {choice}
        </label>
      ))}
      <button type="button" disabled={chosen.length === 0} onClick={() => answerStep(place, { quiz: chosen })}>
        {say.check}
      </button>
      <p role="status" data-right={right}>
        {share &&
          (right ? `${say.right} ${quiz.why}` : share.of > 1 ? say.partlyRight(share.got, share.of) : say.wrong)}
      </p>
    </fieldset>
  );
}
