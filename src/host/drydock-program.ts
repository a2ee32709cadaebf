import { textOf } from '../engine/api/body.ts';
import type { EngineDoor } from '../engine/api/door.ts';
import type { BuildRecord, MissCause } from '../engine/api/drydock.ts';
import { humanSize } from '../engine/api/units.ts';
import type { Program, SystemCalls } from '../kernel/program.ts';

const usage = `Usage:  drydock explain

A command of Drydock's own: real Docker has none like it.

Commands:
  explain   Say of each step of the last build what happened to it, and why
`;

/** The `drydock` command on the student's computer: what only the simulation can say. */
export function drydockProgram(door: EngineDoor): Program {
  return { name: 'drydock', main: (sys) => run(sys, door) };
}

async function run(sys: SystemCalls, door: EngineDoor): Promise<number> {
  const [, command = '', ...rest] = sys.argv;
  if (command === '--help' || command === 'help') {
    await sys.write(1, usage);
    return 0;
  }
  if (command !== 'explain' || rest.length > 0) {
    await sys.write(
      2,
      command === '' ? usage : `drydock: unknown command: drydock ${[command, ...rest].join(' ')}\n\n${usage}`,
    );
    return 1;
  }
  const builds = await buildsOf(door);
  const last = builds.at(-1);
  if (!last) {
    await sys.write(2, 'drydock: nothing has been built yet\n');
    return 1;
  }
  await sys.write(1, explanation(last));
  return 0;
}

async function buildsOf(door: EngineDoor): Promise<BuildRecord[]> {
  const response = await door.request({
    method: 'GET',
    path: '/drydock/builds',
    query: '',
    headers: {},
    body: undefined,
  });
  const text = await textOf(response.body);
  return JSON.parse(text) as BuildRecord[];
}

/** The last build, a step a paragraph. */
function explanation(build: BuildRecord): string {
  const name = build.tags.length > 0 ? ` of ${build.tags.join(', ')}` : '';
  const width = Math.max(...build.steps.map((step) => step.name.length), 0);
  const lines = build.steps.flatMap((step) => {
    const cost = step.state === 'RAN' ? `  ${(step.duration / 1000).toFixed(1)}s  ${humanSize(step.size)}` : '';
    const head = `${step.state.padEnd(13)}  ${step.name.padEnd(width)}${cost}`.trimEnd();
    const reason = step.state === 'RAN' || step.state === 'FAILED' ? step.why : '';
    return [head, ...(reason === '' ? [] : [`${' '.repeat(15)}because ${reason}`]), ...step.causes.flatMap(details)];
  });
  const outcome = build.error === undefined ? '' : `\nIt failed: ${build.error}\n`;
  return `The last build${name}, as Drydock explains it:\n\n${lines.join('\n')}\n${outcome}`;
}

/** What exactly differs, a line each. */
function details(cause: MissCause): string[] {
  const indent = ' '.repeat(17);
  switch (cause.kind) {
    case 'files-changed':
      return cause.files.map(({ path, change }) => `${indent}${path}: ${change}`);
    case 'instruction-changed':
      return [`${indent}- ${cause.before}`, `${indent}+ ${cause.after}`];
    case 'argument-changed':
      return [`${indent}${cause.name}: ${cause.before ?? '(unset)'} → ${cause.after ?? '(unset)'}`];
    default:
      return [];
  }
}
