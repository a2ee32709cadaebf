import { useMessages } from '../messages/messages.ts';
import { useMachine } from '../stores/machine.ts';
import { askForReal, switchToSimulated, useRunner } from '../stores/runner.ts';

/** Which engine answers, and the switch to the other: a real one, behind a runner. What there is to ask, `EngineQuestion` asks. */
export function EngineSwitch() {
  const { engine: words } = useMessages();
  const { asking, connecting, engine } = useRunner();
  const running = useMachine((state) => state.boot > 0);
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
  return (
    <button
      type="button"
      data-engine="simulated"
      disabled={!running || connecting}
      aria-expanded={asking}
      onClick={() => askForReal(!asking)}
    >
      {connecting ? words.connecting : words.switchTo}
    </button>
  );
}
