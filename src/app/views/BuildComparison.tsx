import { useEffect, useState } from 'react';
import type { BuildRecord, MissCause } from '../../engine/api/drydock.ts';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/messages.ts';
import { type ImageDetails, inspectImage } from '../stores/engine.ts';
import { useMachine } from '../stores/machine.ts';
import { lineDifference } from './line-difference.ts';
import { duration, shortId, size } from './words.ts';

type Step = BuildRecord['steps'][number];

/** What differs between two builds: the Dockerfile's text, what each step did and why, sizes, the image's configuration. */
export function BuildComparison({ before, after }: { before: BuildRecord | undefined; after: BuildRecord }) {
  const { builds: words } = useMessages().views;
  const changes = before
    ? lineDifference(before.dockerfile, after.dockerfile).filter((line) => line.kind !== 'same')
    : [];
  return (
    <>
      {after.error !== undefined && <p className="alert">{after.error}</p>}
      {changes.length > 0 && (
        <section aria-label={words.dockerfileChanges}>
          <h2>Dockerfile</h2>
          <pre className="difference">
            {changes.map((line) => (
              <span key={`${line.kind}${line.number}`} data-kind={line.kind}>
                {line.kind === 'added' ? '+ ' : '- '}
                {line.text}
                {'\n'}
              </span>
            ))}
          </pre>
        </section>
      )}
      <h2>{words.steps}</h2>
      <ol className="steps">
        {after.steps.map((step) => (
          <ComparedStep
            key={step.step}
            step={step}
            before={before?.steps.find((old) => old.name === step.name && old.stage === step.stage)}
          />
        ))}
      </ol>
      <ConfigurationChanges before={before?.imageId} after={after.imageId} />
    </>
  );
}

function ComparedStep({ step, before }: { step: Step; before: Step | undefined }) {
  const { builds: words, steps } = useMessages().views;
  return (
    <li className="step plain" data-state={step.state}>
      <div className="step-main">
        <code className="step-name">{step.name}</code>
        <span className="chip">{steps.word(step.state)}</span>
      </div>
      {step.why !== '' && <p className="why">{steps.why(step)}</p>}
      {step.causes
        .flatMap((cause) => causeLines(cause, words))
        .map((line) => (
          <p key={line} className="facts">
            {line}
          </p>
        ))}
      <p className="facts">{outcomeOf(step, before, { builds: words, steps })}</p>
      {step.cacheKey !== undefined && (
        <p className="facts">
          {words.cacheKey} <Changed before={before?.cacheKey} after={step.cacheKey} />
          {step.layer !== undefined && (
            <>
              , {words.layer} <Changed before={before?.layer} after={step.layer} />
            </>
          )}
        </p>
      )}
    </li>
  );
}

/** How long it took and what it weighs, against the other build where that differs. */
function outcomeOf(
  step: Step,
  before: Step | undefined,
  { builds, steps }: Pick<Messages['views'], 'builds' | 'steps'>,
): string {
  const parts: string[] = [];
  if (step.state === 'RAN') {
    const other = before?.state === 'RAN' ? builds.otherBuild(duration(before.duration)) : '';
    parts.push(`${steps.ranIn(duration(step.duration))}${other}`);
  }
  if (step.layer !== undefined) {
    const differs = before?.layer !== undefined && before.size !== step.size;
    parts.push(differs ? `${size(before.size)} → ${size(step.size)}` : size(step.size));
  }
  return parts.join('; ');
}

/** A digest, and the other build's when it had another. */
function Changed({ before, after }: { before: string | undefined; after: string }) {
  const { builds: words } = useMessages().views;
  if (before === undefined || before === after) {
    return (
      <>
        <code>{shortId(after)}</code>
        {before !== undefined && ` ${words.asBefore}`}
      </>
    );
  }
  return (
    <>
      <code>{shortId(before)}</code> → <code>{shortId(after)}</code>
    </>
  );
}

function causeLines(cause: MissCause, words: Messages['views']['builds']): string[] {
  if (cause.kind === 'files-changed') return cause.files.map(({ path, change }) => words.fileChange(path, change));
  if (cause.kind === 'argument-changed')
    return [`${cause.name}: ${cause.before ?? words.unset} → ${cause.after ?? words.unset}`];
  return [];
}

function ConfigurationChanges({ before, after }: { before: string | undefined; after: string | undefined }) {
  const { builds: words } = useMessages().views;
  const machine = useMachine((state) => state.machine);
  const [images, setImages] = useState<readonly [ImageDetails | undefined, ImageDetails | undefined]>();
  useEffect(() => {
    if (!machine || !before || !after) setImages(undefined);
    else void Promise.all([inspectImage(machine, before), inspectImage(machine, after)]).then(setImages);
  }, [machine, before, after]);
  const [old, fresh] = images ?? [];
  if (!old || !fresh) return null;
  const keys = [...new Set([...Object.keys(old.Config), ...Object.keys(fresh.Config)])];
  const changed = keys.filter((key) => JSON.stringify(old.Config[key]) !== JSON.stringify(fresh.Config[key]));
  return (
    <section aria-label={words.image}>
      <h2>{words.image}</h2>
      <p className="facts">
        {size(fresh.Size)}, {sizeAgainst(fresh.Size, old.Size, words)}
      </p>
      {changed.map((key) => (
        <pre className="difference" key={key}>
          <span data-kind="removed">{`- ${key}: ${JSON.stringify(old.Config[key])}\n`}</span>
          <span data-kind="added">{`+ ${key}: ${JSON.stringify(fresh.Config[key])}\n`}</span>
        </pre>
      ))}
    </section>
  );
}

function sizeAgainst(now: number, before: number, words: Messages['views']['builds']): string {
  if (now === before) return words.asBefore;
  return now > before ? words.more(size(now - before)) : words.less(size(before - now));
}
