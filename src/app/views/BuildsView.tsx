import { useState } from 'react';
import type { BuildRecord } from '../../engine/api/drydock.ts';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/messages.ts';
import { useEngine } from '../stores/engine.ts';
import { BuildComparison } from './BuildComparison.tsx';
import { duration } from './words.ts';

/** Past builds, newest first; any two of them side by side. */
export function BuildsView() {
  const { builds: words, steps } = useMessages().views;
  const builds = useEngine((state) => state.builds);
  const [chosen, setChosen] = useState<string>();
  const [other, setOther] = useState<string>();
  if (builds.length === 0) {
    return (
      <p className="quiet padded">
        {words.empty} <code>docker build -t hello .</code>
      </p>
    );
  }
  const after = builds.find(({ id }) => id === chosen) ?? builds.at(-1)!;
  const position = builds.indexOf(after);
  const before = builds.find(({ id }) => id === other) ?? builds[position - 1];
  return (
    <div className="builds-view">
      <h2>{words.title}</h2>
      <ol className="build-list" reversed>
        {[...builds].reverse().map((build, index) => (
          <li key={build.id}>
            <button type="button" aria-pressed={build.id === after.id} onClick={() => setChosen(build.id)}>
              <span className="build-number">{builds.length - index}</span>
              <span className="build-name">{build.tags.join(', ') || words.noName}</span>
              <span className="quiet">{build.error === undefined ? outcome(build, words) : steps.word('FAILED')}</span>
            </button>
          </li>
        ))}
      </ol>
      {builds.length > 1 && (
        <label className="choose">
          {words.comparedWith}{' '}
          <select value={before?.id ?? ''} onChange={(event) => setOther(event.target.value)}>
            {before === undefined && <option value="">{words.first}</option>}
            {builds.map((build, index) => (
              <option key={build.id} value={build.id} disabled={build.id === after.id}>
                {words.build(index + 1, build.tags.join(', ') || words.noName)}
              </option>
            ))}
          </select>
        </label>
      )}
      <BuildComparison before={before} after={after} />
    </div>
  );
}

function outcome(build: BuildRecord, words: Messages['views']['builds']): string {
  const ran = build.steps.filter((step) => step.state === 'RAN');
  const cached = build.steps.filter((step) => step.state === 'CACHED').length;
  const cost = ran.reduce((sum, step) => sum + step.duration, 0);
  return words.outcome(cached, ran.length, ran.length > 0 ? duration(cost) : undefined);
}
