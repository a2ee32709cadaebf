import type { EngineContext } from '../context.ts';
import { badParameter, conflict, messageOf, notFound } from '../errors.ts';
import { readJson } from '../http/body.ts';
import { hijack } from '../http/hijack.ts';
import { empty, json } from '../http/respond.ts';
import { type Call, type Route, route } from '../http/route.ts';
import { frame, MULTIPLEXED_STREAM, RAW_STREAM } from '../streams/multiplex.ts';
import { connectStreams } from './attach.ts';
import { type Exec, inspectExec, startExec } from './exec.ts';
import { headStart } from './head-start.ts';

interface StartExecBody {
  Detach?: boolean;
  Tty?: boolean;
  ConsoleSize?: [number, number] | null;
}

export function execRoutes(context: EngineContext): Route[] {
  const of = (call: Call): Exec => {
    const id = call.params.id ?? '';
    const exec = context.execs.get(id);
    if (!exec) throw notFound(`No such exec instance: ${id}`);
    return exec;
  };
  return [
    route('GET', '/exec/{id}/json', (call) => json(200, inspectExec(of(call)))),
    route('POST', '/exec/{id}/start', async (call) => {
      const body = (await readJson<StartExecBody>(call.request)) ?? {};
      const exec = of(call);
      const size = body.ConsoleSize ?? undefined;
      if (body.Detach) {
        void startExec(context, exec, size);
        await headStart(context, exec.container);
        return empty(200);
      }
      if (exec.started)
        throw conflict(`exec command ${exec.id} ${exec.running ? 'is already running' : 'has already run'}`);
      return attached(context, exec, call, size);
    }),
    route('POST', '/exec/{id}/resize', (call) => {
      const exec = of(call);
      const rows = call.query.number('h');
      const columns = call.query.number('w');
      if (rows === undefined || columns === undefined) throw badParameter('invalid resize height or width');
      exec.terminal?.resize({ rows, columns });
      return empty(200);
    }),
  ];
}

function attached(context: EngineContext, exec: Exec, call: Call, size: [number, number] | undefined) {
  const { config } = exec;
  const tty = config.Tty ?? false;
  const { response, connection } = hijack(call.request, tty ? RAW_STREAM : MULTIPLEXED_STREAM);
  connectStreams(
    exec.stdio,
    connection,
    {
      stdin: config.AttachStdin ?? false,
      stdout: config.AttachStdout ?? false,
      stderr: config.AttachStderr ?? false,
      tty,
      detachKeys: config.DetachKeys ?? '',
    },
    { closeStdin: !tty, onDetach: () => {} },
  );
  const fail = (error: unknown) => {
    // The connection is hijacked by now: moby writes the reason to the client's stdout.
    const text = new TextEncoder().encode(`${messageOf(error)}\r\n`);
    connection.output.push(tty ? text : frame(1, text));
    connection.output.end();
  };
  try {
    startExec(context, exec, size).catch(fail);
  } catch (error) {
    fail(error);
  }
  return response;
}
