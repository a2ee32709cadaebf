import { lazy, useEffect } from 'react';
import { useMessages } from '../messages/messages.ts';
import { TimelineBar } from '../panels/TimelineBar.tsx';
import { usePresenter } from '../present/presenter.ts';
import { useMachine } from '../stores/machine.ts';
import { useRunner } from '../stores/runner.ts';
import { Announcer } from './Announcer.tsx';
import { ArchiveDrop } from './ArchiveDrop.tsx';
import { Compact } from './Compact.tsx';
import { EngineQuestion } from './EngineQuestion.tsx';
import { Guarded } from './Guarded.tsx';
import { Notices } from './Notices.tsx';
import { listenForPanelKeys } from './panel-keys.ts';
import { TopBar } from './TopBar.tsx';
import { useIsWide } from './useIsWide.ts';
import { Wide } from './Wide.tsx';

const ClassBar = lazy(() => import('../class/ClassBar.tsx'));
const PresenterBar = lazy(() => import('../present/PresenterBar.tsx'));

/** Where one works: a lesson or nothing, an editor, a terminal, and what the engine says. */
export function Workbench({ problem }: { readonly problem: string | undefined }) {
  const wide = useIsWide();
  const { classroom, documentTitle, presenter } = useMessages();
  const runner = useRunner((state) => state.known);
  const presenting = usePresenter((state) => state.on);
  const title = useMachine((state) => state.place?.title);
  useEffect(() => {
    if (title !== undefined) document.title = documentTitle(title);
  }, [title, documentTitle]);

  useEffect(() => listenForPanelKeys(), []);

  return (
    <div className="page">
      <TopBar />
      <EngineQuestion />
      <Notices problem={problem} />
      {runner && (
        <Guarded name={classroom.label}>
          <ClassBar runner={runner} />
        </Guarded>
      )}
      <main>{wide ? <Wide /> : <Compact />}</main>
      {presenting && (
        <Guarded name={presenter.label}>
          <PresenterBar />
        </Guarded>
      )}
      <TimelineBar />
      <Announcer />
      <ArchiveDrop />
    </div>
  );
}
