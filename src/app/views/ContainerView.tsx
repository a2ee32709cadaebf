import { useEffect } from 'react';
import type { WritableLayer } from '../../engine/api/drydock.ts';
import { useMessages } from '../messages/messages.ts';
import { type ContainerSummary, loadLayers, useEngine } from '../stores/engine.ts';
import { useMachine } from '../stores/machine.ts';
import { showContainer, useSelection } from '../stores/selection.ts';
import { FileBrowser } from './FileBrowser.tsx';
import { layerStyle } from './hue.ts';
import { Mounts } from './Mounts.tsx';
import { made, Origin } from './Origin.tsx';
import { shortId, size } from './words.ts';

/** A container as a thin writable layer on top of its image's layers. */
export function ContainerView() {
  const { container: words } = useMessages().views;
  const { containers, upper } = useEngine();
  const chosen = useSelection((state) => state.container);
  const container =
    containers.find(({ Id }) => Id === chosen) ?? containers.find(({ State }) => State === 'running') ?? containers[0];
  if (!container) {
    return (
      <p className="quiet padded">
        {words.none} <code>docker run</code>
      </p>
    );
  }
  return (
    <div className="container-view">
      <label className="choose">
        {words.choose}{' '}
        <select value={container.Id} onChange={(event) => showContainer(event.target.value)}>
          {containers.map((each) => (
            <option key={each.Id} value={each.Id}>
              {nameOf(each)} ({each.State})
            </option>
          ))}
        </select>
      </label>
      <p className="facts">
        <span className="chip" data-state={container.State}>
          {stateOf(container)}
        </span>{' '}
        {words.from} <code>{container.Image}</code>, {words.id} <code>{shortId(container.Id)}</code>
      </p>
      <Origin of={made(container.Id)} />
      <Mounts container={container} />
      <UpperList layer={upper[container.Id]} />
      <LowerStack imageId={container.ImageID} upper={upper[container.Id]} />
    </div>
  );
}

/** With its exit code; not for how long, which nobody tells again as time goes by. */
function stateOf({ State, Status }: ContainerSummary): string {
  const code = /^Exited (\(\d+\))/.exec(Status)?.[1];
  return code === undefined ? State : `${State} ${code}`;
}

function nameOf(container: ContainerSummary): string {
  return container.Names[0]?.replace(/^\//, '') ?? shortId(container.Id);
}

const signs = { added: '+', changed: '~', deleted: '−' } as const;

function UpperList({ layer }: { layer: WritableLayer | undefined }) {
  const { container: words } = useMessages().views;
  const entries = layer?.entries.filter((entry) => entry.kind !== 'directory' || entry.change !== 'changed') ?? [];
  return (
    <section className="upper" aria-label={words.writable}>
      <h2>
        {words.writable} <span className="quiet">{size(layer?.size ?? 0)}</span>
      </h2>
      {entries.length === 0 ? (
        <p className="quiet">{words.nothing}</p>
      ) : (
        <ul className="upper-entries">
          {entries.map((entry) => (
            <li key={entry.path} data-change={entry.change} data-path={entry.path}>
              <span className="sign" aria-hidden="true">
                {signs[entry.change]}
              </span>
              <code>{entry.path}</code>
              <span className="meaning">
                {words.meaning(entry.change)}
                {entry.hides && (
                  <span className="hides">
                    , {words.hides} <code>{entry.hides.createdBy}</code>
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function LowerStack({ imageId, upper }: { imageId: string; upper: WritableLayer | undefined }) {
  const { container: words } = useMessages().views;
  const machine = useMachine((state) => state.machine);
  const layers = useEngine((state) => state.layers[imageId]);
  useEffect(() => {
    if (machine) void loadLayers(machine, imageId);
  }, [machine, imageId]);
  if (!layers) return null;
  return (
    <>
      <section aria-label={words.lower}>
        <h2>{words.lower}</h2>
        <ol className="lower" reversed>
          {[...layers].reverse().map((layer) => (
            <li key={layer.diffId} style={layerStyle(layer.diffId)}>
              <code>{layer.createdBy}</code>
              <span className="number">{size(layer.size)}</span>
            </li>
          ))}
        </ol>
      </section>
      <FileBrowser layers={layers} upper={upper} />
    </>
  );
}
