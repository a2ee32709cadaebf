import type { ApiExchange } from '../../worker/protocol.ts';

/** Layers on their way between this computer and a registry, as the progress of a pull or push tells it. */
export interface Transfer {
  readonly exchange: number;
  readonly direction: 'pull' | 'push';
  readonly reference: string;
  readonly layers: readonly TransferredLayer[];
  readonly over: boolean;
  readonly error: string | undefined;
}

export interface TransferredLayer {
  /** The short id the engine tells. */
  readonly id: string;
  /** The engine's own words: `Downloading`, `Already exists`… */
  readonly status: string;
  /** 0 to 1. */
  readonly done: number;
  /** It was on the other side already. */
  readonly reused: boolean;
}

interface ProgressLine {
  readonly id?: string;
  readonly status?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

const REUSED = /already exists|mounted from/i;
const COMPLETE = /complete|^pushed$|exists|mounted from/i;

/** The pulls and pushes among the exchanges, oldest first. */
export function transfersOf(exchanges: readonly ApiExchange[]): Transfer[] {
  return exchanges.flatMap((exchange) => {
    const pull = exchange.method === 'POST' && exchange.path.endsWith('/images/create');
    const push = exchange.method === 'POST' && /\/images\/(.+)\/push$/.exec(exchange.path);
    const query = new URLSearchParams(exchange.query);
    if (!push && !(pull && query.has('fromImage'))) return [];
    const [name, tag] = push
      ? [decodeURIComponent(push[1]!), query.get('tag')]
      : [query.get('fromImage')!, query.get('tag')];
    const lines = progressLines(exchange.response?.text ?? '');
    return [
      {
        exchange: exchange.id,
        direction: push ? ('push' as const) : ('pull' as const),
        reference: tag ? `${name}${tag.includes(':') ? '@' : ':'}${tag}` : name,
        layers: layersOf(lines),
        over: exchange.duration !== undefined,
        error: lines.find(({ error }) => error)?.error,
      },
    ];
  });
}

function progressLines(text: string): ProgressLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line.trim() === '' ? [] : [JSON.parse(line) as ProgressLine];
    } catch {
      // The last line may have been cut.
      return [];
    }
  });
}

function layersOf(lines: readonly ProgressLine[]): TransferredLayer[] {
  const layers = new Map<string, TransferredLayer>();
  for (const { id, status, progressDetail } of lines) {
    // `Pulling from library/alpine` carries a tag where layers carry their id.
    if (!id || !status || !/^[0-9a-f]{12}$/.test(id)) continue;
    const { current, total } = progressDetail ?? {};
    const done = COMPLETE.test(status) ? 1 : current !== undefined && total ? Math.min(1, current / total) : 0;
    layers.set(id, { id, status, done, reused: REUSED.test(status) || (layers.get(id)?.reused ?? false) });
  }
  return [...layers.values()];
}
