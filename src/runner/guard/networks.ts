import { ask } from '../engine/ask.ts';
import { checkEndpoint } from '../policy/containers.ts';
import { checkFields, flag, text } from '../policy/fields.ts';
import { checkNetwork } from '../policy/networks.ts';
import { Refused } from '../policy/policy.ts';
import { mapJson, tapJson } from './answers.ts';
import { forward, type Handler, jsonBody } from './call.ts';
import { isPredefined, ownContainer } from './ownership.ts';

interface NetworkAnswer {
  Id: string;
  Name: string;
  Driver: string;
  Labels: Record<string, string> | null;
  Containers?: Record<string, unknown> | null;
}

const createNetwork: Handler = async (call) => {
  const { session } = call;
  const body = checkNetwork(session.policy, await jsonBody(call));
  const { networks } = session.policy.limits;
  const own = await ask<unknown[]>(session.engine.door, '/networks', {
    query: { filters: JSON.stringify({ label: [session.label] }) },
  });
  if (own.length >= networks) throw new Refused(`one more network: there are ${networks} already`);
  return tapJson<{ Id: string }>(await forward(call, { json: body }), ({ Id }) => session.note('networks', Id));
};

const listNetworks: Handler = async (call) =>
  mapJson<NetworkAnswer[]>(await forward(call), (networks) =>
    networks
      .filter(({ Name, Labels }) => call.session.owns(Labels) || isPredefined(Name))
      .map((network) => withOwnContainers(network, call.session.known)),
  );

const inspectNetwork: Handler = async (call) =>
  mapJson<NetworkAnswer>(await forward(call), (network) => withOwnContainers(network, call.session.known));

/** The default bridge is everybody's: whoever else is on it is nobody’s business. */
function withOwnContainers(network: NetworkAnswer, known: ReadonlySet<string>): NetworkAnswer {
  if (!network.Containers) return network;
  const own = Object.entries(network.Containers).filter(([id]) => known.has(id));
  return { ...network, Containers: Object.fromEntries(own) };
}

const connect: Handler = async (call) => {
  const body = checkFields(
    await jsonBody(call),
    { Container: text, EndpointConfig: (value) => checkEndpoint(value) },
    'a connection',
  );
  const Container = await ownContainer(call.session, String(body.Container ?? ''));
  return forward(call, { json: { ...body, Container } });
};

const disconnect: Handler = async (call) => {
  const body = checkFields(await jsonBody(call), { Container: text, Force: flag }, 'a disconnection');
  const Container = await ownContainer(call.session, String(body.Container ?? ''));
  return forward(call, { json: { ...body, Container } });
};

export const networkHandlers: Readonly<Record<string, Handler>> = {
  createNetwork,
  listNetworks,
  inspectNetwork,
  connect,
  disconnect,
};
