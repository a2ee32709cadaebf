import { useEffect, useState } from 'react';
import { Brand } from '../layouts/Brand.tsx';
import { fetchLesson, isLesson, type ReadableLesson } from '../lessons.ts';
import { useLocale, useMessages } from '../messages/messages.ts';
import { type LessonProgress, useProgress } from '../places/progress.ts';
import { readSetting, writeSetting } from '../stores/settings.ts';
import '../styles/home.css';
import '../styles/certificate.css';

/** What was done, goal by goal, to be printed. */
export function CertificatePage() {
  const { record, documentTitle } = useMessages();
  const progress = useProgress((state) => state.lessons);
  const [name, setName] = useState(() => readSetting('name') ?? '');
  const locale = useLocale();
  const [lessons, setLessons] = useState<readonly ReadableLesson[]>([]);
  useEffect(() => {
    document.title = documentTitle(record.certificate);
  }, [record, documentTitle]);
  useEffect(() => {
    const ids = Object.keys(progress).filter((id) => isLesson(id) && Object.keys(progress[id]!.met).length > 0);
    void Promise.all(ids.map((id) => fetchLesson(id, locale))).then(setLessons);
  }, [progress, locale]);
  return (
    <div className="page home-page">
      <header className="top-bar">
        <Brand />
        <span className="spacer" />
        <button type="button" className="primary" onClick={() => print()}>
          {record.print}
        </button>
      </header>
      <main className="home certificate">
        <h1>{record.certificate}</h1>
        <label className="certificate-name">
          {record.name}{' '}
          <input
            value={name}
            autoComplete="name"
            onChange={({ target: { value } }) => {
              setName(value);
              writeSetting('name', value);
            }}
          />
        </label>
        {lessons.length === 0 && <p>{record.nothing}</p>}
        {lessons.map((lesson) => (
          <LessonEvidence key={lesson.id} lesson={lesson} progress={progress[lesson.id]!} />
        ))}
        <p className="quiet">{record.honest}</p>
      </main>
    </div>
  );
}

function LessonEvidence({ lesson, progress }: { lesson: ReadableLesson; progress: LessonProgress }) {
  const { record, home } = useMessages();
  const locale = useLocale();
  const goals = lesson.steps
    .flatMap((step) => step.goals.map((goal) => ({ ...goal, branch: step.only, key: `${step.id}/${goal.id}` })))
    .filter(({ branch, key }) => !branch || key in progress.met);
  const met = goals.filter(({ key }) => key in progress.met);
  return (
    <section>
      <h2>
        {lesson.title} <span className="quiet">{home.goals(met.length, goals.length)}</span>
      </h2>
      <table className="evidence">
        <thead>
          <tr>
            <th>{record.goal}</th>
            <th>{record.when}</th>
            <th>{record.by}</th>
          </tr>
        </thead>
        <tbody>
          {met.map(({ key, text }) => (
            <tr key={key}>
              <td>{text}</td>
              <td>{new Date(progress.met[key]!).toLocaleString(locale)}</td>
              <td>
                <code>{progress.by[key]}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
