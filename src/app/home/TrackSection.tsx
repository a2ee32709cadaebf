import { Link } from 'wouter';
import { calledIn, type LessonSummary, type Track } from '../lessons.ts';
import { useLocale, useMessages } from '../messages/messages.ts';
import { useProgress } from '../places/progress.ts';
import { addresses } from '../routes/addresses.ts';
import { isDone, metIn } from './progress-of.ts';

/** A track: its lessons in order, each with how far one is. */
export function TrackSection({ track }: { readonly track: Track }) {
  const { home } = useMessages();
  const locale = useLocale();
  const { title, summary, lang } = calledIn(locale, track);
  const progress = useProgress((state) => state.lessons);
  const done = track.lessons.filter((lesson) => isDone(lesson, progress)).length;
  return (
    <section aria-labelledby={`track-${track.id}`}>
      <div className="track-head">
        <h2 id={`track-${track.id}`} lang={lang}>
          {title}
        </h2>
        <span className="quiet">{home.lessons(done, track.lessons.length)}</span>
      </div>
      <p className="quiet" lang={lang}>
        {summary}
      </p>
      <ol className="lesson-cards">
        {track.lessons.map((lesson) => (
          <LessonCard
            key={lesson.id}
            lesson={lesson}
            met={metIn(lesson, progress)}
            opened={progress[lesson.id] !== undefined}
          />
        ))}
      </ol>
    </section>
  );
}

interface CardProps {
  readonly lesson: LessonSummary;
  /** Goals met. */
  readonly met: number;
  readonly opened: boolean;
}

function LessonCard({ lesson, met, opened }: CardProps) {
  const { home } = useMessages();
  const { title, summary, lang } = calledIn(useLocale(), lesson);
  const done = opened && met >= lesson.goals;
  return (
    <li className="lesson-card" data-done={done}>
      <Link href={addresses.lesson(lesson.id)} className="card-link">
        <span className="card-title" lang={lang}>
          {title}
          {done && (
            <span className="card-tick" aria-hidden="true">
              ✓
            </span>
          )}
        </span>
        <span className="card-summary" lang={lang}>
          {summary}
        </span>
        <span className="card-facts">
          <span>{home.minutes(lesson.minutes)}</span>
          {opened && (
            <>
              <progress value={met} max={Math.max(1, lesson.goals)} aria-label={home.goals(met, lesson.goals)} />
              <span>{home.goals(met, lesson.goals)}</span>
            </>
          )}
          <span className="card-action">{done ? home.again : opened ? home.continue : home.begin}</span>
        </span>
      </Link>
    </li>
  );
}
