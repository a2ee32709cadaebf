import { Link } from 'wouter';
import { ReadingPage } from '../layouts/ReadingPage.tsx';
import { tracks } from '../lessons.ts';
import { useMessages } from '../messages/messages.ts';
import { useProgress } from '../places/progress.ts';
import { ProgressSection } from '../record/ProgressSection.tsx';
import { addresses } from '../routes/addresses.ts';
import '../styles/certificate.css';
import { Playgrounds } from './Playgrounds.tsx';
import { nextLesson } from './progress-of.ts';
import { TrackSection } from './TrackSection.tsx';

/** What most come for, without a search: the lesson they are in, or a place to play. */
function Ways() {
  const { home } = useMessages();
  const progress = useProgress((state) => state.lessons);
  const next = nextLesson(
    tracks.flatMap(({ lessons }) => lessons),
    progress,
  );
  return (
    <nav className="home-ways" aria-label={home.ways}>
      {next && (
        <Link href={addresses.lesson(next.id)} className="button primary">
          {home.goOn}
        </Link>
      )}
      <a href="#playgrounds" className="button">
        {home.playground}
      </a>
    </nav>
  );
}

/** What there is to learn, what is done, and a place to play. */
export function HomePage() {
  const { home } = useMessages();
  return (
    <ReadingPage title={home.title} lead={home.lead}>
      <Ways />
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
