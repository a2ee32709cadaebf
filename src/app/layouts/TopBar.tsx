import { useState } from 'react';
import { credit } from '../../lessons/lesson.ts';
import { useMessages } from '../messages/messages.ts';
import { PresentButton } from '../present/PresentButton.tsx';
import { ShareMenu } from '../share/ShareMenu.tsx';
import { useLesson } from '../stores/lesson.ts';
import { useMachine } from '../stores/machine.ts';
import { usePanels } from '../stores/panels.ts';
import { useRunner } from '../stores/runner.ts';
import { Brand } from './Brand.tsx';
import { EngineSwitch } from './EngineSwitch.tsx';
import { StartOver } from './StartOver.tsx';
import { ThemeButton } from './ThemeButton.tsx';
import { useIsWide } from './useIsWide.ts';

/** Where one is, how far one has come, and what concerns the whole page. */
export function TopBar() {
  const place = useMachine((state) => state.place);
  // A lesson's step has the page's heading, where it is on screen.
  const wide = useIsWide();
  const panel = usePanels((state) => state.panel);
  const lessonShown = place?.lesson !== undefined && (wide || panel === 'lesson');
  const Title = place && !lessonShown ? 'h1' : 'span';
  return (
    <header className="top-bar">
      <Brand />
      <Title className="top-title">{place?.title}</Title>
      <GoalCount />
      <span className="spacer" />
      {wide ? <Actions /> : <FoldedActions />}
    </header>
  );
}

function Actions() {
  return (
    <>
      <EngineSwitch />
      <ShareMenu />
      <PresentButton />
      <StartOver />
      <ThemeButton />
    </>
  );
}

/** Where there is little room they come when they are asked for; that a real engine answers is always to be seen. */
function FoldedActions() {
  const { top } = useMessages();
  const real = useRunner((state) => state.engine !== undefined);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {top.more}
      </button>
      {(open || real) && (
        <div className="top-actions">
          <Actions />
        </div>
      )}
    </>
  );
}

function GoalCount() {
  const { top } = useMessages();
  const goals = useLesson((state) => state.goals);
  if (goals.length === 0) return null;
  const met = goals.filter((goal) => goal.met).length;
  return (
    <span className="top-goals" role="status">
      <progress
        value={goals.reduce((sum, goal) => sum + credit(goal), 0)}
        max={goals.length}
        aria-label={top.goalsMet}
      />{' '}
      {top.goalsCount(met, goals.length)}
    </span>
  );
}
