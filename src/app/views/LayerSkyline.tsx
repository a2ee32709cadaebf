import { useEffect, useState } from 'react';
import { useMessages } from '../messages/messages.ts';
import { type ImageSummary, loadLayers, useEngine } from '../stores/engine.ts';
import { useMachine } from '../stores/machine.ts';
import { layerStyle } from './hue.ts';
import { shortId, size } from './words.ts';
import '../styles/skyline.css';

/** Images that are drawn side by side at most. */
const MOST = 8;

/** Every image as a stack that grows from the ground; a layer that several have runs through all of them in one colour. */
export function LayerSkyline({ chosen, onChoose }: { chosen: string | undefined; onChoose: (id: string) => void }) {
  const { images: words } = useMessages();
  const machine = useMachine((state) => state.machine);
  const { images, layers } = useEngine();
  const [lit, setLit] = useState<string>();
  const drawn = images.slice(0, MOST);
  useEffect(() => {
    if (machine) for (const image of drawn) void loadLayers(machine, image.Id);
  }, [machine, drawn]);
  const users = (diffId: string) => drawn.filter(({ Id }) => layers[Id]?.some((layer) => layer.diffId === diffId));
  return (
    <section className="skyline" aria-label={words.skyline}>
      {drawn.map((image) => (
        <div key={image.Id} className="tower">
          <ol aria-label={words.layersOf(nameOf(image))} reversed>
            {[...(layers[image.Id] ?? [])].reverse().map((layer) => {
              const shared = users(layer.diffId).length;
              return (
                <li
                  key={layer.diffId}
                  className="brick"
                  style={layerStyle(layer.diffId)}
                  data-lit={lit === layer.diffId}
                  data-shared={shared > 1}
                  onMouseEnter={() => setLit(layer.diffId)}
                  onMouseLeave={() => setLit(undefined)}
                  title={`${layer.createdBy}\n${size(layer.size)}${shared > 1 ? `\n${words.sharedBy(shared)}` : ''}`}
                >
                  <span className="visually-hidden">
                    {layer.createdBy}, {size(layer.size)}
                    {shared > 1 ? `, ${words.sharedBy(shared)}` : ''}
                  </span>
                  <span aria-hidden="true">{size(layer.size)}</span>
                </li>
              );
            })}
          </ol>
          <button type="button" aria-pressed={image.Id === chosen} onClick={() => onChoose(image.Id)}>
            {nameOf(image)}
          </button>
        </div>
      ))}
    </section>
  );
}

function nameOf(image: ImageSummary): string {
  return image.RepoTags?.[0] ?? shortId(image.Id);
}
