import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { Brand } from '../layouts/Brand.tsx';
import { Workbench } from '../layouts/Workbench.tsx';
import { fetchLesson, isLesson } from '../lessons.ts';
import { locale, useMessages } from '../messages/messages.ts';
import { lessonPlace, type Place } from '../places/place.ts';
import { addresses } from '../routes/addresses.ts';
import { goToStep, useLesson } from '../stores/lesson.ts';
import { openPlace, useMachine } from '../stores/machine.ts';
import { typeWhenOpen } from '../stores/terminals.ts';
import '../styles/share.css';
import { size } from '../views/words.ts';
import { filesOf, readLink, type Shared } from './link.ts';
import { linkProblem } from './link-error.ts';

/** What somebody shared: shown first, opened when the reader says so, on a computer of its own. */
export function SharedPage() {
  const { share, documentTitle } = useMessages();
  const [opened, setOpened] = useState(false);
  const [problem, setProblem] = useState<string>();
  const read = useMemo(() => attempt(() => readLink(location.hash.slice(1))), []);
  useEffect(() => {
    document.title = documentTitle(share.heading);
  }, [documentTitle, share]);

  if (opened) return <Workbench problem={problem} />;
  const open = (shared: Shared, commands: readonly string[]) => {
    setOpened(true);
    placeOf(shared).then(
      (place) => {
        openPlace(place);
        showStep(shared.step);
        if (commands.length > 0) void typeWhenOpen(`${commands.join('\n')}\n`);
      },
      (error: Error) => setProblem(error.message),
    );
  };
  return (
    <div className="page">
      <header className="top-bar">
        <Brand />
      </header>
      <main className="shared">
        <h1>{share.heading}</h1>
        {'error' in read ? (
          <>
            <p role="alert">{read.error}</p>
            <Link href={addresses.home}>{share.toHome}</Link>
          </>
        ) : (
          <Contents shared={read.value} onOpen={(commands) => open(read.value, commands)} />
        )}
      </main>
    </div>
  );
}

interface ContentsProps {
  readonly shared: Shared;
  /** Opens it, and runs these. */
  readonly onOpen: (commands: readonly string[]) => void;
}

function Contents({ shared, onOpen }: ContentsProps) {
  const { share } = useMessages();
  const { commands = [] } = shared;
  const files = Object.entries(filesOf(shared));
  return (
    <>
      <p className="shared-title">{shared.title}</p>
      <p>{share.harmless}</p>
      <ul aria-label={share.files}>
        {files.map(([path, data]) => (
          <li key={path}>
            <details>
              <summary>
                <code>{path}</code> <span className="quiet">{size(lengthOf(data))}</span>
              </summary>
              <pre>{typeof data === 'string' ? data : share.binary}</pre>
            </details>
          </li>
        ))}
      </ul>
      {commands.length > 0 && (
        <>
          <p>{share.commands}</p>
          <pre className="shared-commands">{commands.join('\n')}</pre>
        </>
      )}
      <p className="shared-ways">
        <button type="button" className="primary" onClick={() => onOpen([])}>
          {share.open}
        </button>
        {commands.length > 0 && (
          <button type="button" onClick={() => onOpen(commands)}>
            {share.openAndRun}
          </button>
        )}
      </p>
    </>
  );
}

/** Its computer is named by the link: the same link opened again is the same computer, and no other place's. */
async function placeOf(shared: Shared): Promise<Place> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(location.hash));
  const name = `shared/${Array.from(new Uint8Array(digest).slice(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  const own = { name, title: shared.title, files: filesOf(shared) };
  if (shared.lesson === undefined || !isLesson(shared.lesson))
    return { folder: 'app', images: [], lesson: undefined, ...own };
  return { ...lessonPlace(await fetchLesson(shared.lesson, locale()), name), ...own };
}

function showStep(step: string | undefined): void {
  const index = useLesson.getState().lesson?.steps.findIndex(({ id }) => id === step) ?? -1;
  if (index >= 0 && useMachine.getState().place) goToStep(index);
}

function lengthOf(data: string | Uint8Array): number {
  return typeof data === 'string' ? new TextEncoder().encode(data).length : data.length;
}

function attempt<Value>(what: () => Value): { readonly value: Value } | { readonly error: string } {
  try {
    return { value: what() };
  } catch (error) {
    return { error: linkProblem(error as Error) };
  }
}
