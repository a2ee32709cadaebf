import { useEffect } from 'react';
import { useMessages } from '../messages/messages.ts';
import { useMachine } from '../stores/machine.ts';
import { Compact } from './Compact.tsx';
import { TopBar } from './TopBar.tsx';
import { useIsWide } from './useIsWide.ts';
import { Wide } from './Wide.tsx';

/** Where one works: a lesson or nothing, an editor, a terminal, and what the engine says. */
export function Workbench({ problem }: { readonly problem: string | undefined }) {
  const wide = useIsWide();
  const { documentTitle, failed } = useMessages();
  const broken = useMachine((state) => state.problem);
  const title = useMachine((state) => state.place?.title);
  useEffect(() => {
    if (title !== undefined) document.title = documentTitle(title);
  }, [title, documentTitle]);

  const message = problem ?? broken;
  return (
    <div className="page">
      <TopBar />
      {message !== undefined && (
        <p role="alert" className="alert">
          {failed.start(message)}
        </p>
      )}
      <main>{wide ? <Wide /> : <Compact />}</main>
    </div>
  );
}
