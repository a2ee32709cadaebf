import { useEffect, useRef } from 'react';
import type { ApiBody, ApiExchange } from '../../worker/protocol.ts';
import { useMessages } from '../messages/messages.ts';
import { showExchange, useTimeline } from '../stores/timeline.ts';
import { size } from './words.ts';
import '../styles/api.css';

/** What each `docker` command asked of the engine and what that answered, newest command first. */
export function ApiView() {
  const { api } = useMessages();
  const exchanges = useTimeline((state) => state.exchanges);
  if (exchanges.length === 0) return <p className="quiet padded">{api.empty}</p>;
  const runs = new Map<number, ApiExchange[]>();
  for (const exchange of exchanges) runs.set(exchange.run, [...(runs.get(exchange.run) ?? []), exchange]);
  return (
    <div className="api-view">
      <h2>{api.title}</h2>
      <p className="quiet">{api.lead}</p>
      <ol className="api-runs">
        {[...runs].reverse().map(([run, own]) => (
          <li key={run}>
            <code className="api-command">{own[0]!.command}</code>
            <ul className="exchanges">
              {own.map((exchange) => (
                <ExchangeRow key={exchange.id} exchange={exchange} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </div>
  );
}

function ExchangeRow({ exchange }: { readonly exchange: ApiExchange }) {
  const { api } = useMessages();
  const shown = useTimeline((state) => state.shown === exchange.id);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (shown) row.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  const { id, method, path, query, status, duration } = exchange;
  return (
    <li ref={row} data-failed={status !== undefined && status >= 400}>
      <button type="button" aria-expanded={shown} onClick={() => showExchange(shown ? undefined : id)}>
        <span className="api-method">{method}</span>
        <code>{path}</code>
        <span className="number">
          {status ?? '…'} {duration === undefined ? api.open : api.milliseconds(Math.round(duration))}
        </span>
      </button>
      {shown && (
        <div className="exchange">
          {query !== '' && <Query query={query} />}
          <Body title={api.request} body={exchange.request} />
          <Body title={api.response} body={exchange.response} />
        </div>
      )}
    </li>
  );
}

function Query({ query }: { readonly query: string }) {
  const { api } = useMessages();
  return (
    <>
      <h3>{api.query}</h3>
      <dl>
        {[...new URLSearchParams(query)].map(([name, value], index) => (
          <div key={`${name}${index}`}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Body({ title, body }: { readonly title: string; readonly body: ApiBody | undefined }) {
  const { api } = useMessages();
  if (!body) return null;
  const about = `${body.type || api.noType}, ${size(body.bytes)}`;
  return (
    <>
      <h3>
        {title} <span className="quiet">{about}</span>
      </h3>
      {body.text === undefined ? (
        <p className="quiet">{api.notText}</p>
      ) : (
        <Scrolled title={title} text={pretty(body.text)} />
      )}
    </>
  );
}

/** It scrolls, so that the keys must be able to come to it (WCAG 2.1.1). */
function Scrolled({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="api-body" aria-label={title} tabIndex={0}>
      <pre>{text}</pre>
    </section>
  );
}

/** JSON as people read it; a stream of JSON lines and everything else as it came. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
