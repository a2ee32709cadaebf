import { type DragEvent, useState } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { Beginning } from '../places/playgrounds.ts';

/** A folder, a zip or an image archive, dropped or chosen. */
export function BringFiles({ onRead }: { readonly onRead: (beginning: Beginning) => void }) {
  const { home } = useMessages();
  const [over, setOver] = useState(false);
  const [told, setTold] = useState<string>();

  const take = async (name: string, read: (from: typeof import('./beginnings.ts')) => Promise<Beginning>) => {
    setTold(home.reading(name));
    try {
      onRead(await read(await import('./beginnings.ts')));
    } catch (error) {
      setTold((error as Error).message);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [item] = event.dataTransfer.items;
    // Both are gone once the event is over.
    const entry = item?.webkitGetAsEntry();
    const file = item?.getAsFile();
    if (entry?.isDirectory) void take(entry.name, (from) => from.fromFolder(entry as FileSystemDirectoryEntry));
    else if (file) void take(file.name, (from) => from.fromFile(file));
  };
  return (
    <fieldset
      className="drop-zone"
      aria-label={home.files}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <strong>{home.files}</strong>
      <p className="quiet">{home.filesHint}</p>
      <label className="file-choice">
        {home.chooseFile}
        <input
          type="file"
          className="visually-hidden"
          accept=".zip,.tar,.tgz,.gz"
          onChange={({ target: { files } }) => {
            const file = files?.[0];
            if (file) void take(file.name, (from) => from.fromFile(file));
          }}
        />
      </label>{' '}
      <label className="file-choice">
        {home.chooseFolder}
        <input
          type="file"
          className="visually-hidden"
          {...{ webkitdirectory: '' }}
          onChange={({ target: { files } }) => {
            if (files?.length) void take(files[0]!.webkitRelativePath, (from) => from.fromChosenFolder([...files]));
          }}
        />
      </label>
      {told !== undefined && <p role="status">{told}</p>}
    </fieldset>
  );
}
