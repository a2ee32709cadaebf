import { useMessages } from '../messages/messages.ts';
import { useLesson } from '../stores/lesson.ts';
import { present, usePresenter } from './presenter.ts';

export function PresentButton() {
  const { presenter: words } = useMessages();
  const on = usePresenter((state) => state.on);
  const lesson = useLesson((state) => state.lesson);
  if (!lesson) return null;
  return (
    <button type="button" className="present-button" aria-pressed={on} onClick={() => present(!on)}>
      {words.start}
    </button>
  );
}
