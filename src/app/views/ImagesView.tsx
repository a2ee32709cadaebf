import { useEffect, useState } from 'react';
import type { ImageLayer } from '../../engine/api/drydock.ts';
import type { ApiExchange } from '../../worker/protocol.ts';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/messages.ts';
import { type ImageSummary, loadImageArchive, loadLayers, useEngine } from '../stores/engine.ts';
import { useMachine } from '../stores/machine.ts';
import { FileBrowser } from './FileBrowser.tsx';
import { layerStyle } from './hue.ts';
import { LayerSkyline } from './LayerSkyline.tsx';
import { Origin } from './Origin.tsx';
import { Transfers } from './Transfers.tsx';
import { type HiddenCopy, hiddenBy, wasteOf } from './waste.ts';
import { shortId, size } from './words.ts';

/** An image opened: its layers, the files of each, what they hide, and what that wastes. */
export function ImagesView() {
  const { image: words, imageList } = useMessages().views;
  const { images, layers } = useEngine();
  const machine = useMachine((state) => state.machine);
  const [chosen, setChosen] = useState<string>();
  const image = images.find(({ Id }) => Id === chosen) ?? images[0];
  useEffect(() => {
    if (machine && image) void loadLayers(machine, image.Id);
  }, [machine, image]);
  return (
    <section className="images-view" aria-label={words.label}>
      <LayerSkyline chosen={image?.Id} onChoose={setChosen} />
      {image ? (
        <>
          <label className="choose">
            {words.choose}{' '}
            <select value={image.Id} onChange={(event) => setChosen(event.target.value)}>
              {images.map((each) => (
                <option key={each.Id} value={each.Id}>
                  {nameOf(each)} ({size(each.Size)})
                </option>
              ))}
            </select>
          </label>
          <Origin of={buildOf(image)} />
          {layers[image.Id] ? (
            <>
              <LayerStack layers={layers[image.Id]!} />
              <FileBrowser key={image.Id} layers={layers[image.Id]!} />
            </>
          ) : (
            <p className="quiet">{words.opening}</p>
          )}
        </>
      ) : (
        <p className="quiet">{imageList.none}</p>
      )}
      <Transfers />
      <LoadArchive />
    </section>
  );
}

/** The build or pull that gave an image its name. */
function buildOf({ RepoTags }: ImageSummary): (exchange: ApiExchange) => boolean {
  const names = (RepoTags ?? []).flatMap((tag) => [tag, tag.replace(/:latest$/, '')]);
  return ({ path, query }) => {
    const asked = new URLSearchParams(query);
    if (path.endsWith('/build')) return asked.getAll('t').some((name) => names.includes(name));
    return path.endsWith('/images/create') && names.includes(`${asked.get('fromImage')}:${asked.get('tag')}`);
  };
}

/** Images without a name are told by their id. */
function nameOrId(name: string): string {
  return name.startsWith('sha256:') ? shortId(name) : name;
}

function nameOf(image: ImageSummary): string {
  return image.RepoTags?.length ? image.RepoTags.join(', ') : shortId(image.Id);
}

function LayerStack({ layers }: { layers: readonly ImageLayer[] }) {
  const { image: words } = useMessages().views;
  const [open, setOpen] = useState<string>();
  const waste = wasteOf(layers);
  const hidden = hiddenBy(layers);
  return (
    <>
      <p className="facts">
        {words.layers(layers.length)}{' '}
        {waste.bytes === 0 ? words.noWaste : words.waste(size(waste.bytes), waste.files.length)}
      </p>
      <ol className="lower" reversed>
        {[...layers].reverse().map((layer, index) => (
          <li key={layer.diffId} className="opening" style={layerStyle(layer.diffId)}>
            <button
              type="button"
              aria-expanded={open === layer.diffId}
              onClick={() => setOpen(open === layer.diffId ? undefined : layer.diffId)}
            >
              <code>{layer.createdBy}</code>
              <span className="number">{size(layer.size)}</span>
            </button>
            <p className="facts">{changesOf(layer, words)}</p>
            {layer.sharedWith.length > 0 && (
              <p className="facts">{words.alsoIn(layer.sharedWith.map(nameOrId).join(', '))}</p>
            )}
            {open === layer.diffId && <LayerFiles layer={layer} hides={hidden[layers.length - 1 - index]!} />}
          </li>
        ))}
      </ol>
      {waste.files.length > 0 && (
        <details>
          <summary>{words.hidden}</summary>
          <ul className="layer-files">
            {waste.files.slice(0, LONGEST).map((file) => (
              <li key={file.path}>
                <code>{file.path}</code> <span className="quiet">{size(file.bytes)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** A list longer than this helps nobody. */
const LONGEST = 400;
const signs = { added: '+', changed: '~', deleted: '−' } as const;

/** `3 files added, 1 changed`: what a layer does, without opening it. */
function changesOf({ entries }: ImageLayer, words: Messages['views']['image']): string {
  const files = entries.filter(({ kind, change }) => kind !== 'directory' || change === 'deleted');
  const parts = (['added', 'changed', 'deleted'] as const).flatMap((change) => {
    const count = files.filter((entry) => entry.change === change).length;
    return count === 0 ? [] : [words.counted(change, count)];
  });
  return parts.length === 0 ? words.noFile : words.files(parts.join(', '));
}

function LayerFiles({ layer, hides }: { layer: ImageLayer; hides: ReadonlyMap<string, HiddenCopy> }) {
  const { views, files: stories } = useMessages();
  const { image: words } = views;
  const files = layer.entries.filter((entry) => entry.kind !== 'directory' || entry.change !== 'changed');
  if (files.length === 0) return <p className="facts">{words.changesNone}</p>;
  return (
    <ul className="layer-files">
      {files.slice(0, LONGEST).map((entry) => (
        <li key={entry.path} data-change={entry.change}>
          <span className="sign" aria-hidden="true">
            {signs[entry.change]}
          </span>
          <span className="visually-hidden">{words.change(entry.change)}</span>
          <code>{entry.path}</code>
          {entry.kind === 'file' && entry.change !== 'deleted' && <span className="quiet"> {size(entry.size)}</span>}
          {hides.has(entry.path) && (
            <span className="quiet">
              {' '}
              {stories.hides(size(hides.get(entry.path)!.bytes))} <code>{hides.get(entry.path)!.createdBy}</code>
            </span>
          )}
        </li>
      ))}
      {files.length > LONGEST && <li className="quiet">{words.more(files.length - LONGEST)}</li>}
    </ul>
  );
}

function LoadArchive() {
  const { image: words } = useMessages().views;
  const machine = useMachine((state) => state.machine);
  const loading = useEngine((state) => state.loading);
  return (
    <p className="load-archive">
      <label>
        {words.open}{' '}
        <input
          type="file"
          accept=".tar,.gz,.tgz"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file && machine) void loadImageArchive(machine, file);
          }}
        />
      </label>
      {loading !== undefined && <span role="status">{loading}</span>}
    </p>
  );
}
