import { useState } from 'react';
import { useMessages } from '../messages/messages.ts';
import { useMachine } from '../stores/machine.ts';
import { linkProblem } from './link-error.ts';

/** A link to what is on the screen, or its files as a zip. */
export function ShareMenu() {
  const { share } = useMessages();
  const ready = useMachine((state) => state.phase === 'ready');
  const [open, setOpen] = useState(false);
  const [told, setTold] = useState<string>();
  const carryOut = async (what: (from: typeof import('./export.ts')) => Promise<void>, done: string) => {
    try {
      await what(await import('./export.ts'));
      setTold(done);
    } catch (error) {
      setTold(linkProblem(error as Error));
    }
  };
  return (
    <span className="share">
      <button type="button" aria-expanded={open} disabled={!ready} onClick={() => setOpen(!open)}>
        {share.button}
      </button>
      {open && (
        <fieldset
          className="share-menu"
          aria-label={share.button}
          onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
        >
          <button type="button" onClick={() => void carryOut((from) => from.copyLink(), share.copied)}>
            {share.copyLink}
          </button>
          <button type="button" onClick={() => void carryOut((from) => from.downloadZip(), share.downloaded)}>
            {share.downloadZip}
          </button>
          <p role="status">{told ?? share.hint}</p>
        </fieldset>
      )}
    </span>
  );
}
