import type { ParityReport } from '../../worker/protocol.ts';
import { useMessages } from '../messages/messages.ts';
import { compareEngines, useComparison } from '../stores/comparison.ts';
import { useLesson } from '../stores/lesson.ts';
import '../styles/comparison.css';
import { type ComparedLine, lineDifference } from './line-difference.ts';

/** The same commands on the simulated engine and on a real one, and where they come out differently. */
export function ComparisonView() {
  const { comparison: words } = useMessages();
  const lesson = useLesson((state) => state.lesson);
  const { state } = useComparison();
  const running = state.kind === 'running';
  return (
    <div className="comparison padded">
      <h2>{words.title}</h2>
      <p className="quiet">{words.lead}</p>
      <p className="comparison-choice">
        {lesson && (
          <button type="button" disabled={running} onClick={() => void compareEngines(lesson)}>
            {words.lesson}
          </button>
        )}
        <button type="button" disabled={running} onClick={() => void compareEngines(undefined)}>
          {words.typed}
        </button>
      </p>
      <div role="status">
        {running && <p>{words.running(state.done)}</p>}
        {state.kind === 'failed' && <p className="alert">{state.problem}</p>}
        {state.kind === 'report' && <Summary report={state.report} />}
      </div>
      {state.kind === 'report' && <Lines report={state.report} />}
    </div>
  );
}

function Summary({ report: { engine, lines } }: { readonly report: ParityReport }) {
  const { comparison: words } = useMessages();
  const name = `${engine.engine.kind === 'podman' ? 'Podman' : 'Docker'} ${engine.engine.version}`;
  const agree = lines.filter(({ difference }) => !difference).length;
  return <p data-agree={agree}>{lines.length === 0 ? words.nothing : words.agree(agree, lines.length, name)}</p>;
}

function Lines({ report: { lines, goals } }: { readonly report: ParityReport }) {
  const { comparison: words } = useMessages();
  return (
    <>
      {goals.map(({ step, goal, metOn }) => (
        <p key={`${step}/${goal}`} className="alert">
          {words.goal(`${step}/${goal}`, metOn)}
        </p>
      ))}
      <ol className="compared-lines">
        {lines.map(({ line, difference }, index) => (
          <li key={index} data-agrees={!difference}>
            <span className="visually-hidden">{difference ? words.differs : words.same}</span>
            <code>{line}</code>
            {difference && <BothOutputs {...difference} />}
          </li>
        ))}
      </ol>
    </>
  );
}

interface OutputRow {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** Without what chance decides: ids and times are numbered or left out. Lines that only one of them has are marked. */
function BothOutputs({ real, simulated }: { readonly real: OutputRow; readonly simulated: OutputRow | undefined }) {
  const { comparison: words } = useMessages();
  const lines = lineDifference(text(real), simulated ? text(simulated) : '');
  return (
    <dl>
      <dt>{words.real}</dt>
      <dd>
        <Output lines={lines.filter(({ kind }) => kind !== 'added')} />
      </dd>
      <dt>{words.simulated}</dt>
      <dd>{simulated ? <Output lines={lines.filter(({ kind }) => kind !== 'removed')} /> : words.ended}</dd>
    </dl>
  );
}

function text({ stdout, stderr, exit }: OutputRow): string {
  return `${stdout}${stderr}exit ${exit}`;
}

function Output({ lines }: { readonly lines: readonly ComparedLine[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre tabIndex={0}>
      {lines.map(({ kind, text, number }) => (kind === 'same' ? `${text}\n` : <mark key={number}>{text}</mark>))}
    </pre>
  );
}
