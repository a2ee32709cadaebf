import { Link } from 'wouter';
import { calledIn, tracks } from '../lessons.ts';
import { useLocale, useMessages } from '../messages/messages.ts';
import { addresses } from '../routes/addresses.ts';

/** Every goal of the lesson's last step is met: where to go on. */
export function LessonEnd({ id }: { readonly id: string }) {
  const { lesson: say } = useMessages();
  const locale = useLocale();
  const all = tracks.flatMap((track) => track.lessons);
  const next = all[all.findIndex((lesson) => lesson.id === id) + 1];
  return (
    <section className="lesson-end" aria-label={say.done}>
      <p>{say.done}</p>
      {next ? (
        <Link href={addresses.lesson(next.id)}>{say.next(calledIn(locale, next).title)}</Link>
      ) : (
        <Link href={addresses.home}>{say.allLessons}</Link>
      )}
    </section>
  );
}
