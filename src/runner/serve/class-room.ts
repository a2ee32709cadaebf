import type { WebSocket } from 'ws';

/** What an instructor's page shows a class: to everybody who is there, and the newest to who comes later. Only pages read it. */
export class ClassRoom {
  readonly #here = new Set<WebSocket>();
  #shown: string | undefined;

  join(connection: WebSocket, teaches: boolean): void {
    this.#here.add(connection);
    connection.on('error', () => connection.terminate());
    connection.on('close', () => {
      this.#here.delete(connection);
      if (teaches) this.#show(JSON.stringify({ shown: null }), connection);
    });
    connection.on('message', (data: Buffer, isBinary) => {
      if (teaches && !isBinary) this.#show(data.toString(), connection);
      else connection.close(1008, 'the instructor alone shows something');
    });
    connection.send(JSON.stringify({ teaches }));
    if (this.#shown !== undefined) connection.send(this.#shown);
  }

  #show(what: string, by: WebSocket): void {
    this.#shown = what;
    for (const each of this.#here) if (each !== by) each.send(what);
  }
}
