import { useMessages } from '../messages/messages.ts';
import { EditorPanel } from '../panels/EditorPanel.tsx';
import { LessonPanel } from '../panels/LessonPanel.tsx';
import { TerminalPanel } from '../panels/TerminalPanel.tsx';
import { useMachine } from '../stores/machine.ts';
import { showPanel, usePanels } from '../stores/panels.ts';
import { useOfferedViews } from '../views/useOfferedViews.ts';
import { views } from '../views/views.ts';
import { Guarded } from './Guarded.tsx';
import { Tabs } from './Tabs.tsx';

const components = { lesson: LessonPanel, files: EditorPanel, ...views };

/** Phones, embeds and small windows: one panel at a time above (or beside) a terminal that stays. */
export function Compact() {
  const { panels } = useMessages();
  const free = useMachine((state) => state.place !== undefined && state.place.lesson === undefined);
  const chosen = usePanels((state) => state.panel);
  const offered = useOfferedViews();
  const shown = free && chosen === 'lesson' ? 'files' : chosen;
  const names = [...(free ? [] : (['lesson'] as const)), 'files' as const, ...offered];
  const Shown = components[shown];
  return (
    <div className="compact">
      <div className="compact-main">
        <Tabs
          label={panels.label}
          tabs={names.map((name) => [name, panels[name]] as const)}
          selected={shown}
          onSelect={showPanel}
        />
        <div className="panel compact-panel" role="tabpanel" aria-label={panels[shown]}>
          <Guarded key={shown} name={panels[shown]}>
            <Shown />
          </Guarded>
        </div>
      </div>
      <div className="panel compact-terminal">
        <Guarded name={panels.terminal}>
          <TerminalPanel />
        </Guarded>
      </div>
    </div>
  );
}
