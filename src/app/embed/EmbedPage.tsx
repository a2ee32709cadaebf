import { useEffect } from 'react';
import { useParams, useSearch } from 'wouter';
import { ArchiveDrop } from '../layouts/ArchiveDrop.tsx';
import { listenForPanelKeys } from '../layouts/panel-keys.ts';
import { useMessages } from '../messages/messages.ts';
import { addresses } from '../routes/addresses.ts';
import { NotFoundPage } from '../routes/NotFoundPage.tsx';
import { useOpenLesson } from '../routes/useOpenLesson.ts';
import { useMachine } from '../stores/machine.ts';
import { lendTheme } from '../stores/theme.ts';
import '../styles/embed.css';
import { servePage } from './bridge.ts';
import { EmbedBench } from './EmbedBench.tsx';
import { engaged, listenForEngagement } from './engagement.ts';
import { embedOptions } from './options.ts';
import { surroundingOrigin } from './surroundings.ts';

/** A lesson in somebody else's page. */
export function EmbedPage() {
  const { track, lesson: name } = useParams<{ track: string; lesson: string }>();
  const id = `${track}/${name}`;
  const { panels, step, theme } = embedOptions(useSearch());
  const { failed, embed, notices } = useMessages();
  const broken = useMachine((state) => state.problem);
  const title = useMachine((state) => state.place?.title);
  const storage = useMachine((state) => state.storage);
  const computer = `embed/${surroundingOrigin() ?? 'top'}/${id}`;
  const { known, problem } = useOpenLesson({
    id,
    computer,
    step,
    terminal: panels.includes('terminal'),
    wanted: engaged,
  });

  useEffect(() => lendTheme(theme), [theme]);
  useEffect(() => (known ? servePage() : undefined), [known]);
  useEffect(listenForEngagement, []);
  useEffect(listenForPanelKeys, []);

  if (!known) return <NotFoundPage reason={failed.noLesson(id)} />;
  const message = problem ?? broken;
  return (
    <div className="page embed">
      <header className="embed-bar">
        <span className="embed-title">{title}</span>
        <a href={addresses.lesson(id)} target="_blank" rel="noopener">
          {embed.openInDrydock}
        </a>
      </header>
      {message !== undefined && (
        <p role="alert" className="alert">
          {failed.start(message)}
        </p>
      )}
      {storage?.reason !== undefined && (
        <p role="status" className="notice">
          {notices[storage.reason]}
        </p>
      )}
      <main>
        <EmbedBench panels={panels} />
        {panels.includes('images') && <ArchiveDrop />}
      </main>
    </div>
  );
}
