import type { FormEvent } from 'react';
import { useMessages } from '../messages/messages.ts';
import { askForReal, switchToReal, takeRunnerLink, useRunner } from '../stores/runner.ts';

/** Below the top bar: whether commands shall run for real, how to get a runner where there is none, and why it could not be. */
export function EngineQuestion() {
  const { known, asking, connecting, problem } = useRunner();
  const open = asking && !connecting;
  if (!open && problem === undefined) return null;
  return (
    <div className="engine-question">
      {problem !== undefined && (
        <span role="alert" className="alert">
          {problem}
        </span>
      )}
      {open && (known ? <RunForReal address={known.address} /> : <RunnerLink />)}
    </div>
  );
}

function RunForReal({ address }: { readonly address: string }) {
  const { engine: words } = useMessages();
  return (
    <fieldset className="confirm" aria-label={words.switchTo}>
      <span>{words.ask(address)}</span>
      <button type="button" className="danger" onClick={() => void switchToReal()}>
        {words.yes}
      </button>
      <button type="button" onClick={() => askForReal(false)}>
        {words.no}
      </button>
    </fieldset>
  );
}

/** How to get a runner, and a place for its link. */
function RunnerLink() {
  const { engine: words } = useMessages();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void takeRunnerLink(String(new FormData(event.currentTarget).get('link')));
  };
  return (
    <form className="confirm" onSubmit={submit}>
      <span>
        {words.how} <code>npx drydock runner</code>
      </span>
      <input name="link" aria-label={words.link} placeholder="http://127.0.0.1:4848/#runner=…" autoComplete="off" />
      <button type="submit">{words.connect}</button>
      <button type="button" onClick={() => askForReal(false)}>
        {words.cancel}
      </button>
    </form>
  );
}
