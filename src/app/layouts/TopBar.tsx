import { useState } from 'react';
import { useLesson } from '../stores/lesson.ts';
import { startOver, useMachine } from '../stores/machine.ts';
import { toggleTheme, useTheme } from '../stores/theme.ts';

export function TopBar() {
  const lesson = useLesson((state) => state.lesson);
  const goals = useLesson((state) => state.goals);
  const theme = useTheme((state) => state.theme);
  const storage = useMachine((state) => state.storage);
  const [asking, setAsking] = useState(false);
  const met = goals.filter((goal) => goal.met).length;

  return (
    <header className="top-bar">
      <h1 className="brand">
        <img src="/favicon.svg" alt="" width="24" height="24" /> Drydock
      </h1>
      <span className="top-title">{lesson?.title}</span>
      {goals.length > 0 && (
        <span className="top-goals" role="status">
          <progress value={met} max={goals.length} aria-label="Goals met" /> {met} of {goals.length}
        </span>
      )}
      <span className="spacer" />
      {storage?.kind === 'memory' && (
        <span className="notice" title={storage.problem}>
          Not stored: this browser gives no storage, so a reload starts over
        </span>
      )}
      {asking && lesson ? (
        <fieldset className="confirm" aria-label="Start over">
          Forget files, images and containers?
          <button
            type="button"
            className="danger"
            onClick={() => {
              setAsking(false);
              void startOver(lesson);
            }}
          >
            Yes, start over
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            Keep
          </button>
        </fieldset>
      ) : (
        <button type="button" onClick={() => setAsking(true)} disabled={!lesson}>
          Start over
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        onClick={toggleTheme}
        aria-label={theme === 'dark' ? 'Use the light theme' : 'Use the dark theme'}
        title={theme === 'dark' ? 'Light theme' : 'Dark theme'}
      >
        {theme === 'dark' ? '☀' : '☾'}
      </button>
    </header>
  );
}
