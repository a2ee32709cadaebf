import { useEffect, useState } from 'react';
import { Compact } from './layouts/Compact.tsx';
import { TopBar } from './layouts/TopBar.tsx';
import { useIsWide } from './layouts/useIsWide.ts';
import { Wide } from './layouts/Wide.tsx';
import { fetchLesson, firstLesson } from './lessons.ts';
import { useLesson } from './stores/lesson.ts';
import { bootMachine, useMachine } from './stores/machine.ts';

/** The page: a lesson, an editor, a terminal, and what the engine says. */
export function App() {
  const [problem, setProblem] = useState<string>();
  const wide = useIsWide();
  const failed = useMachine((state) => state.problem);

  useEffect(() => {
    fetchLesson(firstLesson)
      .then((lesson) => {
        useLesson.setState({ lesson });
        return bootMachine(lesson);
      })
      .catch((error: Error) => setProblem(error.message));
  }, []);

  const message = problem ?? failed;
  return (
    <div className="page">
      <TopBar />
      {message !== undefined && (
        <p role="alert" className="alert">
          The simulated computer could not start: {message}. Reload the page to try again; your files are kept.
        </p>
      )}
      <main>{wide ? <Wide /> : <Compact />}</main>
    </div>
  );
}
