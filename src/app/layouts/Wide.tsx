import { Group, Panel, Separator } from 'react-resizable-panels';
import { EditorPanel } from '../panels/EditorPanel.tsx';
import { LessonPanel } from '../panels/LessonPanel.tsx';
import { TerminalPanel } from '../panels/TerminalPanel.tsx';
import { ViewPanel } from '../panels/ViewPanel.tsx';
import { Guarded } from './Guarded.tsx';

/** Lesson, editor over terminal, views: side by side, each edge draggable and reachable by keyboard. */
export function Wide() {
  return (
    <Group orientation="horizontal" className="columns">
      <Panel defaultSize="25%" minSize="200px" className="panel">
        <Guarded name="The lesson">
          <LessonPanel />
        </Guarded>
      </Panel>
      <Separator className="edge vertical" aria-label="Width of the lesson" />
      <Panel defaultSize="41%" minSize="300px">
        <Group orientation="vertical">
          <Panel defaultSize="48%" minSize="120px" className="panel">
            <Guarded name="The editor">
              <EditorPanel />
            </Guarded>
          </Panel>
          <Separator className="edge horizontal" aria-label="Height of the editor" />
          <Panel minSize="120px" className="panel">
            <Guarded name="The terminal">
              <TerminalPanel />
            </Guarded>
          </Panel>
        </Group>
      </Panel>
      <Separator className="edge vertical" aria-label="Width of the views" />
      <Panel minSize="260px" className="panel">
        <Guarded name="The view">
          <ViewPanel />
        </Guarded>
      </Panel>
    </Group>
  );
}
