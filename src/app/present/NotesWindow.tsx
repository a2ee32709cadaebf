import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useMessages } from '../messages/messages.ts';
import { useLesson } from '../stores/lesson.ts';
import { usePresenter, writeNote } from './presenter.ts';

/** The notes on the step, in a window that the instructor leaves on their own screen. */
export function NotesWindow({ onClose }: { readonly onClose: () => void }) {
  const { presenter: words } = useMessages();
  const { lesson, step } = useLesson();
  const notes = usePresenter((state) => state.notes);
  const [place, setPlace] = useState<HTMLElement>();
  useEffect(() => {
    const opened = window.open('', 'drydock-notes', 'width=480,height=420');
    if (!opened) {
      onClose();
      return;
    }
    opened.document.title = words.notes;
    opened.document.body.replaceChildren();
    setPlace(opened.document.body);
    opened.addEventListener('pagehide', onClose);
    return () => opened.close();
  }, [onClose, words.notes]);
  const current = lesson?.steps[step];
  if (!place || !lesson || !current) return null;
  return createPortal(
    <label style={{ font: '18px/1.5 system-ui, sans-serif' }}>
      <strong>
        {step + 1}. {current.title}
      </strong>
      <textarea
        style={{ display: 'block', width: '100%', height: '70vh', font: 'inherit', boxSizing: 'border-box' }}
        value={notes[current.id] ?? ''}
        onChange={(event) => writeNote(lesson.id, current.id, event.target.value)}
      />
    </label>,
    place,
  );
}
