import { useEffect } from 'react';
import { useMessages } from '../messages/messages.ts';
import { TimelineBar } from '../panels/TimelineBar.tsx';
import { useMachine } from '../stores/machine.ts';
import { Compact } from './Compact.tsx';
import { Notices } from './Notices.tsx';
import { TopBar } from './TopBar.tsx';
import { useIsWide } from './useIsWide.ts';
import { Wide } from './Wide.tsx';

/** Where one works: a lesson or nothing, an editor, a terminal, and what the engine says. */
export function Workbench({ problem }: { readonly problem: string | undefined }) {
  const wide = useIsWide();
  const { documentTitle } = useMessages();
  const title = useMachine((state) => state.place?.title);
  useEffect(() => {
    if (title !== undefined) document.title = documentTitle(title);
  }, [title, documentTitle]);

  return (
    <div className="page">
      <TopBar />
      <Notices problem={problem} />
      <main>{wide ? <Wide /> : <Compact />}</main>
      <TimelineBar />
    </div>
  );
}
