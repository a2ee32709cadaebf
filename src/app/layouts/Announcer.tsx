import { useEffect, useRef, useState } from 'react';
import type { BuildRecord } from '../../engine/api/drydock.ts';
import { useMessages } from '../messages/messages.ts';
import { useEngine } from '../stores/engine.ts';
import { duration } from '../views/words.ts';

/** Tells those who do not see it how a build ended, whatever view is open. */
export function Announcer() {
  const { told } = useMessages();
  const builds = useEngine((state) => state.builds);
  const last = builds.at(-1);
  // Builds that were there when the page came are no news.
  const known = useRef<string>(undefined);
  const [news, setNews] = useState('');
  useEffect(() => {
    if (!last?.finished || last.id === known.current) return;
    if (known.current !== undefined || builds.length === 1) setNews(sentence(last, told));
    known.current = last.id;
  }, [last, builds.length, told]);
  return (
    <p className="visually-hidden" role="status" data-news="build">
      {news}
    </p>
  );
}

function sentence(build: BuildRecord, told: ReturnType<typeof useMessages>['told']): string {
  if (build.error !== undefined) return told.failed(build.error);
  const ran = build.steps.filter((step) => step.state === 'RAN');
  const cached = build.steps.filter((step) => step.state === 'CACHED').length;
  const time = duration(ran.reduce((sum, step) => sum + step.duration, 0));
  return told.built(cached, ran.length, time);
}
