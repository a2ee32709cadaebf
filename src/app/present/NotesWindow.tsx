import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useMessages } from '../messages/messages.ts';
import { useLesson } from '../stores/lesson.ts';
import { usePresenter, writeNote } from './presenter.ts';

/** Milliseconds between looks at whether the window is still there. */
const LOOK_EVERY = 250;

/** The notes on the step, in a window that the instructor leaves on their own screen. */
export function NotesWindow({ opened, onClose }: { readonly opened: Window; readonly onClose: () => void }) {
  const { presenter: words } = useMessages();
  const { lesson, step } = useLesson();
  const notes = usePresenter((state) => state.notes);
  const [place, setPlace] = useState<HTMLElement>();
  useEffect(() => {
    // Its own events do not tell: the first empty page of a window may give way to another one, and `pagehide` then means nothing.
    const look = () => {
      if (opened.closed) return onClose();
      opened.document.title = words.notes;
      setPlace(opened.document.body);
    };
    look();
    const looking = setInterval(look, LOOK_EVERY);
    return () => clearInterval(looking);
  }, [opened, onClose, words.notes]);
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
