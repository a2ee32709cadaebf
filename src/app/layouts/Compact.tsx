import { useState } from 'react';
import { EditorPanel } from '../panels/EditorPanel.tsx';
import { LessonPanel } from '../panels/LessonPanel.tsx';
import { TerminalPanel } from '../panels/TerminalPanel.tsx';
import { LayersView } from '../views/LayersView.tsx';
import { BuildsView, ContainerView, ImagesView, PreviewView } from '../views/lazy.ts';
import { Guarded } from './Guarded.tsx';
import { Tabs } from './Tabs.tsx';

const panels = {
  lesson: 'Lesson',
  files: 'Files',
  layers: 'Layers',
  builds: 'Builds',
  images: 'Images',
  container: 'Container',
  preview: 'Preview',
} as const;
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
          {shown === 'lesson' && (
            <Guarded name="The lesson">
              <LessonPanel />
            </Guarded>
          )}
          {shown === 'files' && (
            <Guarded name="The editor">
              <EditorPanel />
            </Guarded>
          )}
          {shown === 'layers' && (
            <Guarded name="The layers">
              <LayersView />
            </Guarded>
          )}
          {shown === 'builds' && (
            <Guarded name="The builds">
              <BuildsView />
            </Guarded>
          )}
          {shown === 'images' && (
            <Guarded name="The images">
              <ImagesView />
            </Guarded>
          )}
          {shown === 'container' && (
            <Guarded name="The container">
              <ContainerView />
            </Guarded>
          )}
          {shown === 'preview' && (
            <Guarded name="The preview">
              <PreviewView />
            </Guarded>
          )}
        </div>
      </div>
      <div className="panel compact-terminal">
        <Guarded name="The terminal">
          <TerminalPanel />
        </Guarded>
      </div>
    </div>
  );
}
