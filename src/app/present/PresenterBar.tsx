import { useCallback, useEffect, useState } from 'react';
import { showClass, useClass } from '../class/class-room.ts';
import { useMessages } from '../messages/messages.ts';
import { copyLink } from '../share/export.ts';
import { linkProblem } from '../share/link-error.ts';
import { useLesson } from '../stores/lesson.ts';
import { NotesWindow } from './NotesWindow.tsx';
import {
  lightOn,
  nextCommand,
  type Part,
  parts,
  present,
  presentStep,
  runNextCommand,
  usePresenter,
} from './presenter.ts';
import '../styles/present.css';

/** The instructor's controls, and the keys that do the same: PageUp and PageDown as clickers send them, F9, Escape. */
export default function PresenterBar() {
  const { presenter: words, panels } = useMessages();
  const { lesson, step } = useLesson();
  const light = usePresenter((state) => state.light);
  // Depends on more than it reads: the next command is another when one was run.
  usePresenter((state) => state.run);
  const [notes, setNotes] = useState<Window | null>(null);
  const forgetNotes = useCallback(() => setNotes(null), []);
  // Whoever ends presenting wants no notes any more.
  useEffect(() => () => notes?.close(), [notes]);
  const command = nextCommand();
  useEffect(() => listenForKeys(), []);
  useEffect(() => {
    document.documentElement.dataset.light = light ?? '';
    return () => {
      delete document.documentElement.dataset.light;
    };
  }, [light]);

  return (
    <section className="presenter" aria-label={words.label}>
      <button type="button" onClick={() => presentStep(-1)} disabled={step === 0}>
        {words.back} <kbd>PgUp</kbd>
      </button>
      <button type="button" onClick={() => presentStep(1)} disabled={!lesson?.steps[step + 1]}>
        {words.next} <kbd>PgDn</kbd>
      </button>
      <button type="button" className="primary" onClick={runNextCommand} disabled={command === undefined}>
        {words.run} {command !== undefined && <code>{command}</code>} <kbd>F9</kbd>
      </button>
      <label>
        {words.light}{' '}
        <select
          value={light ?? ''}
          onChange={(event) => lightOn(event.target.value === '' ? undefined : (event.target.value as Part))}
        >
          <option value="">{words.everywhere}</option>
          {parts.map((part) => (
            <option key={part} value={part}>
              {panels[part]}
            </option>
          ))}
        </select>
      </label>
      <button type="button" aria-pressed={notes !== null} onClick={() => setNotes(notes ? null : openNotes())}>
        {words.notes}
      </button>
      <ClassLink />
      <ShowClass />
      <span className="spacer" />
      <button type="button" onClick={() => present(false)}>
        {words.end}
      </button>
      {notes && <NotesWindow opened={notes} onClose={forgetNotes} />}
    </section>
  );
}

/** By a click and nothing else: a browser opens no window that nobody asked for. */
function openNotes(): Window | null {
  const opened = window.open('', 'drydock-notes', 'width=480,height=420');
  opened?.document.body.replaceChildren();
  return opened;
}

/** A link to this lesson and step with everything that is there now, on a computer that every student has fresh. */
function ClassLink() {
  const { presenter: words } = useMessages();
  const lesson = useLesson((state) => state.lesson);
  const [told, setTold] = useState<string>();
  if (!lesson) return null;
  const copy = async () => {
    await copyLink(new Date().toISOString().slice(0, 10)).then(
      () => setTold(words.copied),
      (error: Error) => setTold(linkProblem(error)),
    );
  };
  return (
    <button type="button" onClick={() => void copy()}>
      {told ?? words.classLink}
    </button>
  );
}

/** Where the class has links of the same runner as the instructor: it sees what is done here. */
function ShowClass() {
  const { classroom: words } = useMessages();
  const { teaches, showing } = useClass();
  if (!teaches) return null;
  return (
    <button type="button" aria-pressed={showing} onClick={() => showClass(!showing)}>
      {words.show}
    </button>
  );
}

const keys: Readonly<Record<string, () => void>> = {
  PageDown: () => presentStep(1),
  PageUp: () => presentStep(-1),
  F9: runNextCommand,
};

function listenForKeys(): () => void {
  const pressed = (event: KeyboardEvent) => {
    const action = keys[event.key];
    if (!action || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  window.addEventListener('keydown', pressed, true);
  return () => window.removeEventListener('keydown', pressed, true);
}
