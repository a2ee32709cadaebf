import { useId, useState } from 'react';
import { useLocation } from 'wouter';
import { calledIn, fetchLesson, tracks } from '../lessons.ts';
import { useLocale, useMessages } from '../messages/messages.ts';
import { addPlayground, type Beginning, emptyBeginning } from '../places/playgrounds.ts';
import { addresses } from '../routes/addresses.ts';
import { BringFiles } from './BringFiles.tsx';
import { OwnPlaygrounds } from './OwnPlaygrounds.tsx';

/** The ways into a playground, and those there are already. */
export function Playgrounds() {
  const { home } = useMessages();
  const [, navigate] = useLocation();
  const heading = useId();
  const open = (beginning: Beginning) => navigate(addresses.playground(addPlayground(beginning).id));
  return (
    <section id="playgrounds" aria-labelledby={heading}>
      <h2 id={heading}>{home.playground}</h2>
      <p className="quiet">{home.playgroundLead}</p>
      <div className="playground-ways">
        <div className="way">
          <button type="button" className="primary" onClick={() => open(emptyBeginning(home.empty))}>
            {home.empty}
          </button>
          <p className="quiet">{home.emptyHint}</p>
        </div>
        <div className="way">
          <FromSample onChosen={open} />
        </div>
        <div className="way">
          <BringFiles onRead={open} />
        </div>
      </div>
      <OwnPlaygrounds />
    </section>
  );
}

/** The applications of the lessons, without the lesson. */
function FromSample({ onChosen }: { readonly onChosen: (beginning: Beginning) => void }) {
  const { home } = useMessages();
  const locale = useLocale();
  const lessons = tracks.flatMap((track) => track.lessons);
  const [chosen, setChosen] = useState(lessons[0]!.id);
  const begin = async () => {
    const { title, files, images } = await fetchLesson(chosen, locale);
    onChosen({ title, files, images });
  };
  return (
    <>
      <button type="button" onClick={() => void begin()}>
        {home.sample}
      </button>
      <select aria-label={home.sampleChoose} value={chosen} onChange={(event) => setChosen(event.target.value)}>
        {lessons.map((lesson) => (
          <option key={lesson.id} value={lesson.id}>
            {calledIn(locale, lesson).title}
          </option>
        ))}
      </select>
    </>
  );
}
