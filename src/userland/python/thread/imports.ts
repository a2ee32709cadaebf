import type { Access, Imports } from './access.ts';
import type { Channel } from './channel.ts';
import { descriptorImports } from './descriptor-imports.ts';
import { fileImports } from './file-imports.ts';
import type { Reply } from './protocol.ts';
import { socketImports } from './socket-imports.ts';

/** Every system call of the C library that the process answers in Emscripten's stead. */
export function processImports(
  channel: Channel,
  program: Pick<Access, 'memory' | 'original' | 'temporary' | 'unlock'>,
  library: string,
): Imports {
  const access: Access = {
    ...program,
    call(name, args, use = ({ value }) => value) {
      const reply = channel.call(name, ...args);
      const finish = (answer: Reply) => (answer.value < 0 ? answer.value : use(answer));
      return reply instanceof Promise ? reply.then(finish) : finish(reply);
    },
  };
  return {
    ...fileImports(access, library),
    ...descriptorImports(access),
    ...socketImports(access),
    _Py_CheckEmscriptenSignals_Helper: () => channel.takeSignal(),
  };
}
