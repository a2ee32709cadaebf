import { useState } from 'react';
import type { Step } from '../../lessons/lesson.ts';
import { useMessages } from '../messages/messages.ts';
import { travel } from '../stores/machine.ts';
import { useTimeline } from '../stores/timeline.ts';
import { Solution } from './Solution.tsx';

interface HelpProps {
  readonly step: Step;
  /** Id of the hint that fits what is so now. */
  readonly hint: string | undefined;
  /** The moment of the timeline at which the step was begun, when it was in this page. */
  readonly began: number | undefined;
}

/** For who is stuck: the hint that fits, the solution, and the way back to the step's start. */
export function Help({ step, hint, began }: HelpProps) {
  const { lesson: say } = useMessages();
  const { moments, at } = useTimeline();
  const [hinted, showHint] = useState(false);
  const text = step.hints.find(({ id }) => id === hint)?.text;
  const canGoBack = began !== undefined && began !== at && moments.some(({ id }) => id === began);
  return (
    <div className="help">
      <div className="help-buttons">
        {text !== undefined && (
          <button type="button" aria-expanded={hinted} onClick={() => showHint(!hinted)}>
            {hinted ? say.hideHint : say.showHint}
          </button>
        )}
        {canGoBack && (
          <button type="button" onClick={() => void travel(began)}>
            {say.resetStep}
          </button>
        )}
      </div>
      <p role="status" className="hint">
        {hinted ? text : ''}
      </p>
      <Solution step={step} />
    </div>
  );
}
