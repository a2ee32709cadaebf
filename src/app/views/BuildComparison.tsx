import { useEffect, useState } from 'react';
import type { BuildRecord, MissCause } from '../../engine/api/drydock.ts';
import { type ImageDetails, inspectImage } from '../stores/engine.ts';
import { useMachine } from '../stores/machine.ts';
import { lineDifference } from './line-difference.ts';
import { duration, shortId, size } from './words.ts';

type Step = BuildRecord['steps'][number];

/** What differs between two builds: the Dockerfile's text, what each step did and why, sizes, the image's configuration. */
export function BuildComparison({ before, after }: { before: BuildRecord | undefined; after: BuildRecord }) {
  const changes = before
    ? lineDifference(before.dockerfile, after.dockerfile).filter((line) => line.kind !== 'same')
    : [];
  return (
    <>
      {after.error !== undefined && <p className="alert">{after.error}</p>}
      {changes.length > 0 && (
        <section aria-label="Changes of the Dockerfile">
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
      <h2>Steps</h2>
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
  return (
    <li className="step plain" data-state={step.state}>
      <div className="step-main">
        <code className="step-name">{step.name}</code>
        <span className="chip">{step.state}</span>
      </div>
      {step.why !== '' && <p className="why">{step.why}</p>}
      {step.causes.flatMap(causeLines).map((line) => (
        <p key={line} className="facts">
          {line}
        </p>
      ))}
      <p className="facts">{outcomeOf(step, before)}</p>
      {step.cacheKey !== undefined && (
        <p className="facts">
          Cache key <Changed before={before?.cacheKey} after={step.cacheKey} />
          {step.layer !== undefined && (
            <>
              , layer <Changed before={before?.layer} after={step.layer} />
            </>
          )}
        </p>
      )}
    </li>
  );
}

/** How long it took and what it weighs, against the other build where that differs. */
function outcomeOf(step: Step, before: Step | undefined): string {
  const parts: string[] = [];
  if (step.state === 'RAN') {
    const other = before?.state === 'RAN' ? `, ${duration(before.duration)} in the other build` : '';
    parts.push(`ran in ${duration(step.duration)}${other}`);
  }
  if (step.layer !== undefined) {
    const differs = before?.layer !== undefined && before.size !== step.size;
    parts.push(differs ? `${size(before.size)} → ${size(step.size)}` : size(step.size));
  }
  return parts.join('; ');
}

/** A digest, and the other build's when it had another. */
function Changed({ before, after }: { before: string | undefined; after: string }) {
  if (before === undefined || before === after) {
    return (
      <>
        <code>{shortId(after)}</code>
        {before !== undefined && ' as before'}
      </>
    );
  }
  return (
    <>
      <code>{shortId(before)}</code> → <code>{shortId(after)}</code>
    </>
  );
}

function causeLines(cause: MissCause): string[] {
  if (cause.kind === 'files-changed')
    return cause.files.map(({ path, change }) => `${path}: ${change === 'content' ? 'content changed' : change}`);
  if (cause.kind === 'argument-changed')
    return [`${cause.name}: ${cause.before ?? '(unset)'} → ${cause.after ?? '(unset)'}`];
  return [];
}

function ConfigurationChanges({ before, after }: { before: string | undefined; after: string | undefined }) {
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
    <section aria-label="Image">
      <h2>Image</h2>
      <p className="facts">
        {size(fresh.Size)}
        {old.Size === fresh.Size
          ? ', as before'
          : `, ${size(Math.abs(fresh.Size - old.Size))} ${fresh.Size > old.Size ? 'more' : 'less'} than before`}
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
