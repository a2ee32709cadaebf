import { channelsPart } from './channels.ts';
import { formatPart } from './format.ts';
import { goroutinesPart } from './goroutines.ts';
import type { Runtime } from './guest.ts';
import { httpPart } from './http.ts';
import { jsonDecodePart } from './json-decode.ts';
import { jsonEncodePart } from './json-encode.ts';
import { jsonTextPart } from './json-text.ts';
import { mapsPart } from './maps.ts';
import { numberTextPart } from './number-text.ts';
import { numbersPart } from './numbers.ts';
import { panicsPart } from './panics.ts';
import { stringsPart } from './strings.ts';
import { systemPart } from './system.ts';
import { textPart } from './text.ts';
import { valuesPart } from './values.ts';

const PARTS = [
  valuesPart,
  mapsPart,
  numbersPart,
  textPart,
  panicsPart,
  goroutinesPart,
  channelsPart,
  numberTextPart,
  formatPart,
  stringsPart,
  systemPart,
  jsonTextPart,
  jsonEncodePart,
  jsonDecodePart,
  httpPart,
];

/** Makes G. Sent into the sandbox as text, as the parts are. */
function start(version: string, parts: readonly ((G: Runtime) => void)[]): unknown {
  const world = globalThis as unknown as {
    readonly argv0?: string;
    require(name: string): never;
    process: Runtime['process'];
    setTimeout: Runtime['setTimeout'];
    clearTimeout: Runtime['clearTimeout'];
  };
  const natives: Runtime['natives'] = {};
  const G = {
    version,
    program: world.argv0,
    natives,
    load: world.require,
    process: world.process,
    setTimeout: world.setTimeout,
    clearTimeout: world.clearTimeout,
    native(name: string) {
      const found = natives[name];
      if (!found) throw new Error(`drydock: not simulated: ${name}`);
      return found;
    },
  };
  for (const part of parts) part(G as unknown as Runtime);
  return G;
}

/** A whole program: the runtime, and what was compiled. */
export function programText(version: string, code: string): string {
  const parts = PARTS.map((part) => part.toString()).join(',\n');
  return `(async () => { const G = (${start.toString()})(${JSON.stringify(version)}, [${parts}]);\n${code}\n})();`;
}
