import type { ModuleFactory } from '../globals.ts';

/** node:http: servers and clients over the process's sockets; the framing is the host's. */
export const http: ModuleFactory = (_host, builtin) => {
  const { IncomingMessage, OutgoingMessage } = builtin('internal/http/messages');
  const { Server, ServerResponse } = builtin('internal/http/server') as {
    Server: new (options?: unknown, listener?: unknown) => object;
    ServerResponse: unknown;
  };
  class Agent {}
  return {
    ...builtin('internal/http/status-codes'),
    ...builtin('internal/http/client'),
    createServer: (options?: unknown, listener?: unknown) => new Server(options, listener),
    Server,
    ServerResponse,
    IncomingMessage,
    OutgoingMessage,
    Agent,
    globalAgent: new Agent(),
  };
};

/** node:https: there is no TLS here, and it says so. */
export const https: ModuleFactory = () => {
  const refuse = () => {
    throw new Error('drydock: not simulated: TLS (https)');
  };
  return { createServer: refuse, request: refuse, get: refuse, Agent: class Agent {} };
};
