import { useState } from 'react';
import { Link } from 'wouter';
import { useLocale, useMessages } from '../messages/messages.ts';
import { type Playground, removePlayground, usePlaygrounds } from '../places/playgrounds.ts';
import { addresses } from '../routes/addresses.ts';
import { forgetComputer } from '../stores/machine.ts';

export function OwnPlaygrounds() {
  const { home } = useMessages();
  const all = usePlaygrounds((state) => state.all);
  if (all.length === 0) return null;
  return (
    <>
      <h3>{home.yours}</h3>
      <ul className="own-playgrounds">
        {[...all].reverse().map((playground) => (
          <PlaygroundRow key={playground.id} playground={playground} />
        ))}
      </ul>
    </>
  );
}

function PlaygroundRow({ playground: { id, title, made } }: { readonly playground: Playground }) {
  const { home, cancel } = useMessages();
  const locale = useLocale();
  const [asking, setAsking] = useState(false);
  const throwAway = () => {
    removePlayground(id);
    void forgetComputer(`playground/${id}`);
  };
  return (
    <li>
      <Link href={addresses.playground(id)}>{title}</Link>
      <span className="quiet">
        {new Date(made).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })}
      </span>
      <span className="spacer" />
      {asking ? (
        <fieldset className="confirm" aria-label={home.throwAway(title)}>
          {home.throwAwayAsk}
          <button type="button" className="danger" onClick={throwAway}>
            {home.throwAwayYes}
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            {cancel}
          </button>
        </fieldset>
      ) : (
        <button type="button" aria-label={home.throwAway(title)} onClick={() => setAsking(true)}>
          ×
        </button>
      )}
    </li>
  );
}
