import { useMessages } from '../messages/messages.ts';
import { showView } from '../stores/panels.ts';
import { showExchange, useTimeline } from '../stores/timeline.ts';
import { type Transfer, transfersOf } from './transfers.ts';
import '../styles/transfers.css';

/** Transfers that are shown. */
const MOST = 4;

/** The registry as a place layers travel to and from, newest journey first. */
export function Transfers() {
  const { registry } = useMessages();
  const exchanges = useTimeline((state) => state.exchanges);
  const transfers = transfersOf(exchanges).slice(-MOST).reverse();
  if (transfers.length === 0) return null;
  return (
    <section aria-label={registry.title}>
      <h2>{registry.title}</h2>
      <ul className="transfers">
        {transfers.map((transfer) => (
          <Journey key={transfer.exchange} transfer={transfer} />
        ))}
      </ul>
    </section>
  );
}

function Journey({ transfer: { exchange, direction, reference, layers, over, error } }: { transfer: Transfer }) {
  const { registry, api } = useMessages();
  const reused = layers.filter((layer) => layer.reused).length;
  return (
    <li data-direction={direction} data-over={over}>
      <button
        type="button"
        className="origin"
        title={api.openIn}
        onClick={() => {
          showExchange(exchange);
          showView('api');
        }}
      >
        {registry[direction]} <code>{reference}</code>
      </button>
      {error !== undefined && <p className="failed-text">{error}</p>}
      {layers.length > 0 && (
        <>
          <p className="facts">{registry.moved(layers.length - reused, reused)}</p>
          <ol className="road">
            {layers.map((layer) => (
              <li key={layer.id} data-reused={layer.reused}>
                <code>{layer.id}</code>
                <progress value={layer.done} max={1} aria-label={layer.id} />
                <span>{layer.status}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </li>
  );
}
