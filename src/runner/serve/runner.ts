import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Channel } from '../../engine/api/wire/frames.ts';
import { serveDoor } from '../../engine/api/wire/server.ts';
import type { FoundEngine } from '../engine/find.ts';
import { wholeBody } from '../guard/call.ts';
import { type OpenSession, openSession, type SessionOptions } from '../session/open-session.ts';
import { ClassRoom } from './class-room.ts';
import { servePage } from './static-files.ts';
import { Tickets } from './tokens.ts';
import { corsHeaders, type Doorkeeper, doorkeeper, isAllowedOrigin, isOurHost } from './who-asks.ts';

/** Where a session's engine comes from, and the way to give it back. */
export type PlaceEngine = () => Promise<{ engine: FoundEngine; remove(): Promise<void> }>;

export interface RunnerOptions extends Omit<SessionOptions, 'studentWorkspace' | 'engine'> {
  /** One for all sessions, or a place that makes one for each. */
  readonly engine: FoundEngine | PlaceEngine;
  /** 0 for any that is free. */
  readonly port: number;
  /** Origins of pages besides the one it serves. */
  readonly allowOrigins: readonly string[];
  /** Students: a link each. */
  readonly students: number;
  /** Where `vite build` put the page. */
  readonly page: string | undefined;
}

export interface Runner {
  readonly port: number;
  /** One for each student; each works once. */
  readonly tokens: readonly string[];
  /** Ends every session and removes what it made. */
  close(): Promise<void>;
}

/** Connections at once, far more than pages need. */
const MOST_CONNECTIONS = 200;
/** Bytes of a message; the wire cuts longer data. */
const MESSAGE_LIMIT = 1 << 20;
/** Requests that one page may have open at once. */
const MOST_STREAMS = 200;
/** Sessions of one student: one for each lesson that was opened. */
const MOST_SESSIONS = 8;
/** Milliseconds a client has to say what it wants. */
const PATIENCE = 10_000;
const SUBPROTOCOL = 'drydock';
const DOOR = '/drydock/door';
const CLASS = '/drydock/class';

/** Serves the door on 127.0.0.1. */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const tickets = new Tickets(options.students);
  const tokens = [...tickets.tokens];
  const sessions = new Sessions(options);
  const classRoom = new ClassRoom();
  const server = createServer({
    headersTimeout: PATIENCE,
    requestTimeout: PATIENCE,
    connectionsCheckingInterval: PATIENCE / 5,
    maxHeaderSize: 16 << 10,
  });
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const keeper = doorkeeper(port, options.allowOrigins);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });

  server.on('request', (request, response) => {
    void answer(request, response, { keeper, tickets, page: options.page }).catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const { key, refusal } = admit(request, keeper, tickets);
    const [path, query = ''] = (request.url ?? '').split('?');
    if (key !== undefined && path === CLASS) {
      sockets.handleUpgrade(request, socket, head, (connection) => classRoom.join(connection, tickets.teaches(key)));
      return;
    }
    const workspace = new URLSearchParams(query).get('workspace') ?? '';
    const reason = refusal ?? (WORKSPACE.test(workspace) ? undefined : '400 Bad Request');
    if (key === undefined || reason !== undefined) {
      socket.end(`HTTP/1.1 ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const session = sessions.of(key, workspace);
    if (!session) {
      // A page is told why a connection was closed, and not why it came to none.
      sockets.handleUpgrade(request, socket, head, (connection) =>
        connection.close(1013, `this link has ${MOST_SESSIONS} sessions already: end the runner, or use those`),
      );
      return;
    }
    session.then(
      ({ door }) =>
        sockets.handleUpgrade(request, socket, head, (connection) =>
          serveDoor(door, channelOf(connection), {
            maxStreams: MOST_STREAMS,
            onViolation: (problem) => connection.close(1008, problem),
          }),
        ),
      (error: Error) => {
        process.stderr.write(`drydock runner: no engine for a session: ${error.message}\n`);
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      },
    );
  });

  return {
    port,
    tokens,
    async close() {
      for (const connection of sockets.clients) connection.terminate();
      server.close();
      server.closeAllConnections();
      await sessions.end();
    },
  };
}

/** Where the workspace is on the student's computer. */
const WORKSPACE = /^\/root\/(?!\.{1,2}$)[\w.-]+$/;

/** A session for each workspace of each student. */
class Sessions {
  readonly #options: RunnerOptions;
  readonly #open = new Map<string, Promise<Pick<OpenSession, 'door' | 'end'>>>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Undefined when the student has as many as one may have: limits are a session's. */
  of(key: string, workspace: string): Promise<Pick<OpenSession, 'door' | 'end'>> | undefined {
    const name = `${key} ${workspace}`;
    let session = this.#open.get(name);
    if (!session) {
      if ([...this.#open.keys()].filter((each) => each.startsWith(`${key} `)).length >= MOST_SESSIONS) return undefined;
      this.#open.set(name, (session = this.#begin(workspace)));
      // Who comes again tries again.
      session.catch(() => this.#open.delete(name));
    }
    return session;
  }

  async #begin(workspace: string): Promise<Pick<OpenSession, 'door' | 'end'>> {
    const { engine } = this.#options;
    if (typeof engine !== 'function') return openSession({ ...this.#options, engine, studentWorkspace: workspace });
    const placed = await engine();
    const session = openSession({ ...this.#options, engine: placed.engine, studentWorkspace: workspace });
    return {
      door: session.door,
      async end() {
        const removed = await session.end().finally(placed.remove);
        return removed;
      },
    };
  }

  async end(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const session of open) await session.then(({ end }) => end()).catch(() => {});
  }
}

/** Who may have a connection: a page of an allowed origin, with the key its token was exchanged for. */
function admit(request: IncomingMessage, keeper: Doorkeeper, tickets: Tickets): { key?: string; refusal?: string } {
  if (!isOurHost(keeper, request)) return { refusal: '421 Misdirected Request' };
  if (!isAllowedOrigin(keeper, request)) return { refusal: '403 Forbidden' };
  if (request.url?.split('?')[0] !== DOOR && request.url !== CLASS) return { refusal: '404 Not Found' };
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
  const key = protocols.find((each) => each.startsWith('key.'))?.slice('key.'.length) ?? '';
  return protocols.includes(SUBPROTOCOL) && tickets.isKey(key) ? { key } : { refusal: '401 Unauthorized' };
}

interface Answering {
  readonly keeper: Doorkeeper;
  readonly tickets: Tickets;
  readonly page: string | undefined;
}

/** Bytes of the one body there is: a token. */
const TOKEN_LIMIT = 1024;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { keeper, tickets, page }: Answering,
): Promise<void> {
  const end = (status: number, value?: unknown) => {
    response.writeHead(status, {
      ...corsHeaders(keeper, request),
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
    response.end(value === undefined ? undefined : JSON.stringify(value));
  };
  if (!isOurHost(keeper, request)) return end(421, { message: 'not a name of this runner' });
  const path = (request.url ?? '/').split('?')[0]!;
  if (path === '/drydock/session') {
    if (!isAllowedOrigin(keeper, request))
      return end(403, { message: `the runner was not started with --allow-origin ${request.headers.origin ?? '…'}` });
    if (request.method === 'OPTIONS') return end(204);
    if (request.method !== 'POST') return end(405, { message: 'POST' });
    const body = await wholeBody(request, TOKEN_LIMIT).catch(() => undefined);
    if (!body) return end(413, { message: 'too long' });
    const key = tickets.exchange(tokenIn(body));
    return key === undefined
      ? end(401, { message: 'this link has been used, or was never one: start the runner again for a new one' })
      : end(200, { key });
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(405, { message: 'GET' });
  servePage(page, path, response);
}

function tokenIn(body: Uint8Array): string {
  try {
    const { token } = JSON.parse(new TextDecoder().decode(body)) as { token?: unknown };
    return typeof token === 'string' ? token : '';
  } catch {
    return '';
  }
}

function channelOf(connection: WebSocket): Channel {
  connection.on('error', () => connection.terminate());
  return {
    send: (frame) => connection.send(frame),
    onMessage: (listener) =>
      void connection.on('message', (data: Buffer, isBinary) => {
        if (isBinary) listener(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        else connection.close(1003, 'binary frames only');
      }),
    onClose: (listener) => void connection.on('close', () => listener()),
  };
}
