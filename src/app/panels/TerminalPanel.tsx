import { lazy, Suspense, useEffect } from 'react';
import { Tabs } from '../layouts/Tabs.tsx';
import { useMessages } from '../messages/messages.ts';
import { useMachine } from '../stores/machine.ts';
import { addTerminal, closeTerminal, selectTerminal, useTerminals } from '../stores/terminals.ts';

const loadScreen = () => import('./TerminalScreen.tsx');
const TerminalScreen = lazy(loadScreen);

/** Shells on the student's computer, one a tab. A hidden terminal goes on running. */
export function TerminalPanel() {
  const { panels, views } = useMessages();
  const { terminal: words } = views;
  const { tabs, selected } = useTerminals();
  const { machine, boot, phase, place } = useMachine();
  const starts = phase === 'starting' && place !== undefined;
  useEffect(() => {
    // Fetched while the computer starts, not when it has.
    if (starts) void loadScreen();
  }, [starts]);
  return (
    <section className="terminals" aria-label={words.label}>
      <Tabs
        label={words.list}
        tabs={tabs.map((tab) => [String(tab), words.tab(tab)] as const)}
        selected={String(selected)}
        onSelect={(tab) => selectTerminal(Number(tab))}
      >
        <span className="quiet key-hint">{panels.nextPart}</span>
        <button
          type="button"
          className="icon-button"
          onClick={addTerminal}
          aria-label={words.another}
          title={words.another}
        >
          +
        </button>
        {tabs.length > 1 && (
          <button
            type="button"
            className="icon-button"
            onClick={() => closeTerminal(selected)}
            aria-label={words.close}
            title={words.close}
          >
            ×
          </button>
        )}
      </Tabs>
      <div className="terminal-stack">
        {phase === 'asleep' && <p className="quiet padded">{panels.asleep}</p>}
        {phase === 'starting' && <p className="quiet padded">{words.starting}</p>}
        {machine && (
          <Suspense fallback={<p className="quiet padded">{words.opening}</p>}>
            {tabs.map((tab) => (
              <TerminalScreen key={`${boot}-${tab}`} tab={tab} machine={machine} shown={tab === selected} />
            ))}
          </Suspense>
        )}
      </div>
    </section>
  );
}
