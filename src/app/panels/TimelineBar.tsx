import { useEffect, useRef } from 'react';
import type { Moment } from '../../worker/protocol.ts';
import { useLocale, useMessages } from '../messages/messages.ts';
import { travel, useMachine } from '../stores/machine.ts';
import { momentAfter, momentBefore, useTimeline } from '../stores/timeline.ts';
import '../styles/timeline.css';

/** What was done, one mark a command; any of them puts the computer to how it was then. */
export function TimelineBar() {
  const { time } = useMessages();
  const timeline = useTimeline();
  const ready = useMachine((state) => state.phase === 'ready');
  const here = useRef<HTMLLIElement>(null);
  const { moments, at, looking, travelling } = timeline;
  const running = moments.some(({ kind, status }, index) => isRunning(kind, status) && index === moments.length - 1);
  const before = momentBefore(timeline);
  const after = momentAfter(timeline);
  const still = !ready || travelling;

  // Depends on more than it reads: the bar scrolls along.
  useEffect(() => {
    const next = requestAnimationFrame(() => here.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
    return () => cancelAnimationFrame(next);
  }, [at, moments.length]);

  return (
    <nav className="timeline" aria-label={time.label} data-looking={looking}>
      <Step label={time.back} sign="↶" to={before} still={still} />
      <Step label={time.forward} sign="↷" to={after} still={still} />
      <ol className="moments">
        {moments.map((moment) => (
          <li key={moment.id} ref={moment.id === at ? here : undefined}>
            <MomentButton moment={moment} at={at} previous={moments} still={still} />
          </li>
        ))}
      </ol>
      <p className="time-told" role="status">
        {travelling ? time.travelling : looking && !running ? time.looking : ''}
      </p>
      {looking && (
        <button type="button" className="primary" disabled={still} onClick={() => void travel(moments.at(-1)!.id)}>
          {time.toNow}
        </button>
      )}
    </nav>
  );
}

interface StepProps {
  readonly label: string;
  readonly sign: string;
  readonly to: Moment | undefined;
  readonly still: boolean;
}

function Step({ label, sign, to, still }: StepProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      disabled={still || !to}
      onClick={() => to && void travel(to.id)}
    >
      {sign}
    </button>
  );
}

interface MomentProps {
  readonly moment: Moment;
  readonly at: number;
  readonly previous: readonly Moment[];
  readonly still: boolean;
}

function MomentButton({ moment, at, previous, still }: MomentProps) {
  const { time } = useMessages();
  const locale = useLocale();
  const { id, kind, text, status, after } = moment;
  const place = previous.findIndex((each) => each.id === id);
  // It did not follow what stands to its left: somebody had gone back.
  const branched = after !== undefined && previous[place - 1]?.id !== after;
  const words = kind === 'command' ? text : kind === 'edit' ? time.edited(text) : time.beginning;
  const when = new Date(moment.time).toLocaleTimeString(locale);
  return (
    <button
      type="button"
      className="moment"
      data-kind={kind}
      data-failed={status !== undefined && status !== 0}
      data-branched={branched}
      aria-current={id === at ? 'step' : undefined}
      disabled={still || isRunning(kind, status)}
      title={`${words}\n${when}${status ? `\n${time.failed(status)}` : ''}`}
      onClick={() => id !== at && void travel(id)}
    >
      {words}
    </button>
  );
}

function isRunning(kind: Moment['kind'], status: number | undefined): boolean {
  return kind === 'command' && status === undefined;
}
