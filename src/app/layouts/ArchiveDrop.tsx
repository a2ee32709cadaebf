import { useEffect, useState } from 'react';
import { useMessages } from '../messages/messages.ts';
import { listenForArchives } from './archive-drop.ts';

/** Takes image archives that are dropped on the page, and says so while one hangs over it. */
export function ArchiveDrop() {
  const { images } = useMessages();
  const [over, setOver] = useState(false);
  useEffect(() => listenForArchives(setOver), []);
  return over ? (
    <p role="status" className="archive-drop">
      {images.drop}
    </p>
  ) : null;
}
