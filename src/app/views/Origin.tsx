import type { ApiExchange } from '../../worker/protocol.ts';
import { useMessages } from '../messages/messages.ts';
import { showView } from '../stores/panels.ts';
import { showExchange, useTimeline } from '../stores/timeline.ts';

/** The command an object comes from, as a way to what the API said. Nothing when it is older than the log. */
export function Origin({ of }: { readonly of: (exchange: ApiExchange) => boolean }) {
  const { api } = useMessages();
  const exchange = useTimeline((state) => state.exchanges.findLast(of));
  if (!exchange) return null;
  return (
    <button
      type="button"
      className="origin"
      title={api.openIn}
      onClick={() => {
        showExchange(exchange.id);
        showView('api');
      }}
    >
      {api.by} <code>{exchange.command}</code>
    </button>
  );
}

/** What was made under an id (or a name, for a volume). */
export function made(id: string): (exchange: ApiExchange) => boolean {
  return (exchange) => exchange.made === id;
}
