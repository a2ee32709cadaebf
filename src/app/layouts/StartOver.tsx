import { useState } from 'react';
import { useMessages } from '../messages/messages.ts';
import { startOver, useMachine } from '../stores/machine.ts';

/** Forgets the place's computer, once it is sure that this is meant. */
export function StartOver() {
  const { top } = useMessages();
  const ready = useMachine((state) => state.place !== undefined);
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <button type="button" onClick={() => setAsking(true)} disabled={!ready}>
        {top.startOver}
      </button>
    );
  }
  return (
    <fieldset className="confirm" aria-label={top.startOver}>
      {top.startOverAsk}
      <button
        type="button"
        className="danger"
        onClick={() => {
          setAsking(false);
          void startOver();
        }}
      >
        {top.startOverYes}
      </button>
      <button type="button" onClick={() => setAsking(false)}>
        {top.startOverNo}
      </button>
    </fieldset>
  );
}
