import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';
import { leaveUpdate, takeUpdate, useOffline } from '../offline/keep-offline.ts';
import { crashRead, takeOver, useMachine } from '../stores/machine.ts';

/** What concerns the whole computer and is not as it should be: said in words, with what can be done. */
export function Notices({ problem }: { readonly problem: string | undefined }) {
  const { failed, notices } = useMessages();
  const broken = useMachine((state) => state.problem);
  const crash = useMachine((state) => state.crash);
  const storage = useMachine((state) => state.storage);
  const update = useOffline((state) => state.update !== undefined);
  const message = problem ?? broken;
  return (
    <>
      {message !== undefined && (
        <p role="alert" className="alert">
          {failed.start(message)}
        </p>
      )}
      {crash !== undefined && (
        <Notice text={notices.crashed(crash)}>
          <button type="button" onClick={crashRead}>
            {notices.understood}
          </button>
        </Notice>
      )}
      {update && (
        <Notice text={notices.update}>
          <button type="button" onClick={() => void takeUpdate()}>
            {notices.updateNow}
          </button>
          <button type="button" onClick={leaveUpdate}>
            {notices.updateLater}
          </button>
        </Notice>
      )}
      {storage?.reason !== undefined && (
        <Notice text={notices[storage.reason]} title={storage.problem}>
          {(storage.reason === 'elsewhere' || storage.reason === 'taken') && (
            <button type="button" onClick={() => void takeOver()}>
              {notices.takeOver}
            </button>
          )}
        </Notice>
      )}
    </>
  );
}

function Notice({ text, title, children }: { text: string; title?: string; children?: ReactNode }) {
  return (
    <div role="status" className="notice" title={title}>
      <span>{text}</span>
      {children}
    </div>
  );
}
