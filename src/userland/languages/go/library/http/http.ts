import { client } from './client.ts';
import { content } from './content.ts';
import { handlers } from './handlers.ts';
import { messages } from './messages.ts';
import { mux } from './mux.ts';
import { server } from './server.ts';
import { status } from './status.ts';

/** net/http, in Go. What has no body is the runtime's. */
export const http = [status, messages, handlers, content, mux, server, client];
