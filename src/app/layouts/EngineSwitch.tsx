import { type FormEvent, useEffect, useState } from 'react';
import { useMessages } from '../messages/messages.ts';
import { useMachine } from '../stores/machine.ts';
import { switchToReal, switchToSimulated, takeRunnerLink, useRunner } from '../stores/runner.ts';

/** Which engine answers, and the switch to the other: a real one, behind a runner. */
export function EngineSwitch() {
  const { engine: words } = useMessages();
  const { known, connecting, engine, problem } = useRunner();
  const boot = useMachine((state) => state.boot);
  const [asking, setAsking] = useState(false);

  // Another computer begins with its own, simulated engine.
  useEffect(() => {
    if (boot > 0) useRunner.setState({ engine: undefined });
  }, [boot]);

  if (engine) {
    const name = `${engine.engine.kind === 'podman' ? 'Podman' : 'Docker'} ${engine.engine.version}`;
    return (
      <span className="engine-switch" data-engine="real">
        <strong title={engine.engine.address}>{words.real(name)}</strong>
        <button type="button" onClick={() => void switchToSimulated()}>
          {words.back}
        </button>
      </span>
    );
  }
  if (!asking || connecting) {
    return (
      <span className="engine-switch" data-engine="simulated">
        {problem !== undefined && (
          <span role="alert" className="notice">
            {problem}
          </span>
        )}
        <button type="button" disabled={boot === 0 || connecting} onClick={() => setAsking(true)}>
          {connecting ? words.connecting : words.switchTo}
        </button>
      </span>
    );
  }
  if (!known) return <RunnerLink problem={problem} cancel={() => setAsking(false)} />;
  return (
    <fieldset className="confirm" aria-label={words.switchTo}>
      <span>{words.ask(known.address)}</span>
      <button
        type="button"
        className="danger"
        onClick={() => {
          setAsking(false);
          void switchToReal();
        }}
      >
        {words.yes}
      </button>
      <button type="button" onClick={() => setAsking(false)}>
        {words.no}
      </button>
    </fieldset>
  );
}

/** How to get a runner, and a place for its link. */
function RunnerLink({ problem, cancel }: { problem: string | undefined; cancel: () => void }) {
  const { engine: words } = useMessages();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void takeRunnerLink(String(new FormData(event.currentTarget).get('link')));
  };
  return (
    <form className="confirm" onSubmit={submit}>
      <span>
        {words.how} <code>npx drydock runner</code>
        {problem !== undefined && (
          <span role="alert" className="notice">
            {' '}
            {problem}
          </span>
        )}
      </span>
      <input name="link" aria-label={words.link} placeholder="http://127.0.0.1:4848/#runner=…" autoComplete="off" />
      <button type="submit">{words.connect}</button>
      <button type="button" onClick={cancel}>
        {words.cancel}
      </button>
    </form>
  );
}
