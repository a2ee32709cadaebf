import { Group, Panel, Separator } from 'react-resizable-panels';
import { useMessages } from '../messages/messages.ts';
import { EditorPanel } from '../panels/EditorPanel.tsx';
import { LessonPanel } from '../panels/LessonPanel.tsx';
import { TerminalPanel } from '../panels/TerminalPanel.tsx';
import { ViewPanel } from '../panels/ViewPanel.tsx';
import { useMachine } from '../stores/machine.ts';
import { Guarded } from './Guarded.tsx';

/** Lesson (if there is one), editor over terminal, views: side by side, each edge draggable and reachable by keyboard. */
export function Wide() {
  const { panels } = useMessages();
  const free = useMachine((state) => state.place !== undefined && state.place.lesson === undefined);
  return (
    <Group orientation="horizontal" className="columns">
      {!free && (
        <>
          <Panel id="lesson" defaultSize="25%" minSize="200px" className="panel">
            <Guarded name={panels.lesson}>
              <LessonPanel />
            </Guarded>
          </Panel>
          <Separator className="edge vertical" aria-label={panels.widthOfLesson} />
        </>
      )}
      <Panel id="work" defaultSize={free ? '60%' : '43%'} minSize="300px">
        <Group orientation="vertical">
          <Panel defaultSize="48%" minSize="120px" className="panel">
            <Guarded name={panels.files}>
              <EditorPanel />
            </Guarded>
          </Panel>
          <Separator className="edge horizontal" aria-label={panels.heightOfEditor} />
          <Panel minSize="120px" className="panel">
            <Guarded name={panels.terminal}>
              <TerminalPanel />
            </Guarded>
          </Panel>
        </Group>
      </Panel>
      <Separator className="edge vertical" aria-label={panels.widthOfViews} />
      <Panel id="views" minSize="260px" className="panel">
        <Guarded name={panels.views}>
          <ViewPanel />
        </Guarded>
      </Panel>
    </Group>
  );
}
