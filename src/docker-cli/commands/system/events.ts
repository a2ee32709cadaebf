import { type Command, noArguments } from '../../cli.ts';
import { filtersQuery } from '../../client/client.ts';
import { timestamp } from '../../client/timestamps.ts';
import { messageOf, StatusError } from '../../errors.ts';
import { Template } from '../../template/execute.ts';
import { declareStructs } from '../../template/types.ts';
import { interrupted } from '../container/signals.ts';

interface EventMessage {
  Type: string;
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
  time: number;
  timeNano: number;
}

const messageType = declareStructs(`
  events.Actor
  ID string
  Attributes map:string

  events.Message
  status→Status string
  id→ID string
  from→From string
  Type string:events.Type
  Action string:events.Action
  Actor events.Actor
  scope→Scope string
  time→Time int
  timeNano→TimeNano int
`).get('events.Message')!;

/** `docker events` */
export const events: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const format = flags.string('format');
    let template: Template | undefined;
    try {
      if (format !== '') template = new Template('', format === 'json' ? '{{json .}}' : format);
      // Tried on a message of which nothing is known, before there is any.
      template?.execute({ type: messageType, value: {} });
    } catch (error) {
      throw parsingFailed(error, 64);
    }
    const now = cli.host.now();
    const { promise, stop } = interrupted(cli);
    try {
      const messages = cli.engine.messages<EventMessage>('GET', '/events', {
        query: {
          since: timestamp(flags.string('since'), now),
          until: timestamp(flags.string('until'), now),
          filters: filtersQuery(flags.strings('filter')),
        },
        closed: promise,
      });
      for await (const message of messages)
        await cli.out(`${template ? filledIn(template, message) : eventLine(message)}\n`);
    } finally {
      stop();
    }
  },
};

function filledIn(template: Template, message: EventMessage): string {
  try {
    return template.execute({ type: messageType, value: message });
  } catch (error) {
    throw parsingFailed(error, 1);
  }
}

function parsingFailed(error: unknown, status: number): StatusError {
  const reason = messageOf(error).replace(/ in type (events\.Message)$/, ' in type *$1');
  return new StatusError(`Error parsing format: ${reason}`, status);
}

function eventLine({ Type, Action, Actor, time, timeNano }: EventMessage): string {
  const at = new Date(time * 1000).toISOString().slice(0, 19);
  const nanoseconds = timeNano ? `.${String(Math.round(timeNano - time * 1e9)).padStart(9, '0')}` : '.000000000';
  const attributes = Object.keys(Actor.Attributes ?? {})
    .sort()
    .map((key) => `${key}=${Actor.Attributes[key]}`);
  return `${at}${nanoseconds}Z ${Type} ${Action} ${Actor.ID}${attributes.length ? ` (${attributes.join(', ')})` : ''}`;
}
