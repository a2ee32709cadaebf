import { useState } from 'react';
import { EditorPanel } from '../panels/EditorPanel.tsx';
import { LessonPanel } from '../panels/LessonPanel.tsx';
import { TerminalPanel } from '../panels/TerminalPanel.tsx';
import { ViewPanel } from '../panels/ViewPanel.tsx';
import { Tabs } from './Tabs.tsx';

const panels = { lesson: 'Lesson', files: 'Files', views: 'Layers' } as const;
type PanelName = keyof typeof panels;

/** Phones, embeds and small windows: one panel at a time above (or beside) a terminal that stays. */
export function Compact() {
  const [shown, setShown] = useState<PanelName>('lesson');
  return (
    <div className="compact">
      <div className="compact-main">
        <Tabs
          label="Panels"
          tabs={Object.entries(panels) as [PanelName, string][]}
          selected={shown}
          onSelect={setShown}
        />
        <div className="panel compact-panel" role="tabpanel" aria-label={panels[shown]}>
          {shown === 'lesson' && <LessonPanel />}
          {shown === 'files' && <EditorPanel />}
          {shown === 'views' && <ViewPanel />}
        </div>
      </div>
      <div className="panel compact-terminal">
        <TerminalPanel />
      </div>
    </div>
  );
}
