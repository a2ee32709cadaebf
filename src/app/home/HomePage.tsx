import { useEffect } from 'react';
import { Link } from 'wouter';
import { Brand } from '../layouts/Brand.tsx';
import { LocaleChoice } from '../layouts/LocaleChoice.tsx';
import { ThemeButton } from '../layouts/ThemeButton.tsx';
import { tracks } from '../lessons.ts';
import { useMessages } from '../messages/messages.ts';
import { ProgressSection } from '../record/ProgressSection.tsx';
import { addresses } from '../routes/addresses.ts';
import '../styles/certificate.css';
import '../styles/home.css';
import { Playgrounds } from './Playgrounds.tsx';
import { TrackSection } from './TrackSection.tsx';

/** What there is to learn, what is done, and a place to play. */
export function HomePage() {
  const { home, documentTitle } = useMessages();
  useEffect(() => {
    document.title = documentTitle(home.title);
  }, [home, documentTitle]);
  return (
    <div className="page home-page">
      <header className="top-bar">
        <Brand />
        <span className="spacer" />
        <LocaleChoice />
        <ThemeButton />
      </header>
      <main className="home">
        <h1>{home.title}</h1>
        <p className="home-lead">{home.lead}</p>
        {tracks.map((track) => (
          <TrackSection key={track.id} track={track} />
        ))}
        <Playgrounds />
        <ProgressSection />
        <p className="home-more">
          <Link href={addresses.embedding}>{home.embedding}</Link>
        </p>
      </main>
    </div>
  );
}
