import { useMemo, useState } from 'react';
import type { ImageLayer, WritableLayer } from '../../engine/api/drydock.ts';
import { useMessages } from '../messages/messages.ts';
import { layerStyle } from './hue.ts';
import { childrenOf, type FileOrigin, provenance } from './provenance.ts';
import { size } from './words.ts';
import '../styles/files.css';

interface FileBrowserProps {
  /** Base first. */
  readonly layers: readonly ImageLayer[];
  readonly upper?: WritableLayer;
}

/** The merged tree as a process sees it; a file that is clicked says which layer gives it and what it hides. */
export function FileBrowser({ layers, upper }: FileBrowserProps) {
  const { files: words } = useMessages();
  const [directory, setDirectory] = useState('');
  const [chosen, setChosen] = useState<string>();
  const all = useMemo(() => provenance(layers, upper), [layers, upper]);
  const parts = directory.split('/').slice(1);
  return (
    <section className="file-browser" aria-label={words.title}>
      <h2>{words.title}</h2>
      <nav className="file-path" aria-label={words.folder}>
        <button type="button" onClick={() => setDirectory('')}>
          /
        </button>
        {parts.map((part, index) => (
          <button key={index} type="button" onClick={() => setDirectory(`/${parts.slice(0, index + 1).join('/')}`)}>
            {part}/
          </button>
        ))}
      </nav>
      <ul className="files">
        {childrenOf(all, directory).map((file) => (
          <li key={file.path} style={layerStyle(layers[file.layer]?.diffId)} data-upper={file.layer === layers.length}>
            <button
              type="button"
              aria-expanded={file.kind === 'directory' ? undefined : chosen === file.path}
              data-deleted={file.deleted}
              onClick={() =>
                file.kind === 'directory' && !file.deleted
                  ? setDirectory(file.path)
                  : setChosen(chosen === file.path ? undefined : file.path)
              }
            >
              <code>
                {file.path.slice(directory.length + 1)}
                {file.kind === 'directory' && '/'}
              </code>
              <span className="number quiet">{file.kind === 'file' && !file.deleted && size(file.size)}</span>
            </button>
            {chosen === file.path && <Story file={file} layers={layers} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One sentence a layer, top first. */
function Story({ file, layers }: { readonly file: FileOrigin; readonly layers: readonly ImageLayer[] }) {
  const { files } = useMessages();
  const name = (layer: number) => layers[layer]?.createdBy ?? files.writable;
  return (
    <ol className="story">
      <li>
        {file.deleted ? files.whiteout : files.shows} <code>{name(file.layer)}</code>
      </li>
      {[...file.hides].reverse().map((hidden) => (
        <li key={hidden.layer} style={layerStyle(layers[hidden.layer]?.diffId)}>
          {files.hides(size(hidden.size))} <code>{name(hidden.layer)}</code>
        </li>
      ))}
    </ol>
  );
}
