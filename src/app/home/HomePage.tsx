import { Link } from 'wouter';
import { ReadingPage } from '../layouts/ReadingPage.tsx';
import { tracks } from '../lessons.ts';
import { useMessages } from '../messages/messages.ts';
import { ProgressSection } from '../record/ProgressSection.tsx';
import { addresses } from '../routes/addresses.ts';
import '../styles/certificate.css';
import { Playgrounds } from './Playgrounds.tsx';
import { TrackSection } from './TrackSection.tsx';

/** What there is to learn, what is done, and a place to play. */
export function HomePage() {
  const { home } = useMessages();
  return (
    <ReadingPage title={home.title} lead={home.lead}>
      {tracks.map((track) => (
        <TrackSection key={track.id} track={track} />
      ))}
      <Playgrounds />
      <ProgressSection />
      <p className="home-more">
        <Link href={addresses.embedding}>{home.embedding}</Link>
      </p>
    </ReadingPage>
  );
}
