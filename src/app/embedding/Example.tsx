import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Drydock } from '../../embed/index.ts';
import { useMessages } from '../messages/messages.ts';

/** What runs in an example: the frame, and what else there is to be done with it. */
export interface Running {
  readonly drydock: Drydock;
  readonly actions?: Readonly<Record<string, () => Promise<unknown>>>;
}

interface ExampleProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly code: string;
  /** Absent where the code shows all there is. */
  readonly begin?: (place: Element, told: (line: string) => void) => Running;
  /** The page is told something, which is shown. */
  readonly listens?: boolean;
}

/** Code, and what it does, when the reader wants to see it: each lesson on the page is a whole computer. */
export function Example({ title, children, code, begin, listens }: ExampleProps) {
  const { embedding } = useMessages();
  const [open, setOpen] = useState(false);
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <p>{children}</p>
      <pre className="example-code">{code.trim()}</pre>
      {begin && (
        <button type="button" className={open ? '' : 'primary'} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? embedding.close : embedding.open}
        </button>
      )}
      {begin && open && <Live begin={begin} listens={listens ?? false} />}
    </section>
  );
}

function Live({ begin, listens }: { begin: NonNullable<ExampleProps['begin']>; listens: boolean }) {
  const { embedding } = useMessages();
  const place = useRef<HTMLDivElement>(null);
  const [running, setRunning] = useState<Running>();
  const [lines, setLines] = useState<readonly string[]>([]);
  const tell = useCallback((line: string) => setLines((told) => [line, ...told].slice(0, MOST)), []);
  useEffect(() => {
    const begun = begin(place.current!, tell);
    setRunning(begun);
    return () => begun.drydock.unmount();
  }, [begin, tell]);
  return (
    <>
      {running?.actions && (
        <div className="example-actions">
          {Object.entries(running.actions).map(([name, act]) => (
            <button key={name} type="button" onClick={() => void act().catch((error: Error) => tell(error.message))}>
              <code>{name}</code>
            </button>
          ))}
        </div>
      )}
      <div ref={place} className="example-live" />
      {listens && (
        <div className="example-told">
          <h3>{embedding.told}</h3>
          {lines.length === 0 ? <p className="quiet">{embedding.nothingYet}</p> : <pre>{lines.join('\n')}</pre>}
        </div>
      )}
    </>
  );
}

/** Lines of what was told that are kept. */
const MOST = 20;
