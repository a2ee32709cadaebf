import { escapeHtml } from '../../client/go-json.ts';
import { timestamp } from '../../client/timestamps.ts';
import { interrupted } from '../../commands/container/signals.ts';
import { LABEL } from '../apply/labels.ts';
import type { ComposeCommand } from '../command.ts';

interface EngineEvent {
  Type: string;
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
  time: number;
  timeNano: number;
}

/** `docker compose events` */
export const events: ComposeCommand = {
  async run(compose, { args, flags }) {
    const { cli } = compose;
    const name = await compose.projectName();
    const { promise, stop } = interrupted(cli);
    let wasInterrupted = false;
    promise.then(() => (wasInterrupted = true));
    try {
      const messages = cli.engine.messages<EngineEvent>('GET', '/events', {
        query: {
          filters: JSON.stringify({ label: { [`${LABEL.project}=${name}`]: true } }),
          since: timestamp(flags.string('since'), cli.host.now()),
          until: timestamp(flags.string('until'), cli.host.now()),
        },
        closed: promise,
      });
      for await (const message of messages) {
        const { Attributes: labels } = message.Actor;
        if (message.Type !== 'container' || labels[LABEL.oneoff] === 'True') continue;
        const service = labels[LABEL.service] ?? '';
        if (args.length && !args.includes(service)) continue;
        await cli.out(`${flags.bool('json') ? asJson(message, service) : asLine(message)}\n`);
      }
    } finally {
      stop();
    }
    if (wasInterrupted) return 130;
    // The end of the engine's answer is an error to compose.
    throw new Error('EOF');
  },
};

const own = (attributes: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(attributes)
    .filter(([key]) => !key.startsWith('com.docker.compose.'))
    .sort(([a], [b]) => (a < b ? -1 : 1));

function moment({ time, timeNano }: EngineEvent): { seconds: string; fraction: string } {
  const seconds = new Date(time * 1000).toISOString().slice(0, 19);
  return { seconds, fraction: String(Math.max(0, Math.round(timeNano - time * 1e9))).padStart(9, '0') };
}

function asJson(message: EngineEvent, service: string): string {
  const { seconds, fraction } = moment(message);
  const digits = fraction.replace(/0+$/, '');
  const event = {
    action: message.Action,
    attributes: Object.fromEntries(own(message.Actor.Attributes)),
    id: message.Actor.ID,
    service,
    time: `${seconds}${digits && `.${digits}`}Z`,
    type: 'container',
  };
  return escapeHtml(JSON.stringify(event));
}

function asLine(message: EngineEvent): string {
  const { seconds, fraction } = moment(message);
  const attributes = own(message.Actor.Attributes).map(([key, value]) => `${key}=${value}`);
  return `${seconds.replace('T', ' ')}.${fraction.slice(0, 6)} container ${message.Action} ${message.Actor.ID} (${attributes.join(', ')})`;
}
