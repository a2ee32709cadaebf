import { ROOT } from '../../src/kernel/process/credentials.ts';
import type { Program } from '../../src/kernel/program.ts';
import { appletNames, busyboxProgram, gnuCommandNames, gnuProgram } from '../../src/userland/commands/registry.ts';
import { shellProgram } from '../../src/userland/shell/index.ts';
// registers the shell applets
import '../../src/userland/table.ts';
import { type TestMachine, testMachine } from '../support/machine.ts';
import { type Played, Screen } from './screen.ts';
import { ENVIRONMENT, type Session, WORK } from './sessions.ts';

function machineFor({ system, files = {} }: Session): TestMachine {
  const placed = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${WORK}/${name}`, text]));
  const machine = system === 'busybox' ? busyboxMachine(placed) : gnuMachine(placed);
  if (!machine.files.exists(WORK)) machine.files.mkdir(WORK);
  return machine;
}

function busyboxMachine(files: Record<string, string>): TestMachine {
  const machine = testMachine({ files, programs: [busyboxProgram], executables: { '/bin/busybox': 'busybox' } });
  for (const name of appletNames()) machine.files.symlink('busybox', `/bin/${name}`);
  return machine;
}

function gnuMachine(files: Record<string, string>): TestMachine {
  const programs: Program[] = [
    shellProgram('bash'),
    shellProgram('dash'),
    ...gnuCommandNames().flatMap((name) => gnuProgram(name) ?? []),
  ];
  const machine = testMachine({ files, programs });
  machine.files.symlink('dash', '/bin/sh');
  return machine;
}

/** Plays a session with our programs; what counts as rest is `quiet` milliseconds without output. */
export async function play(session: Session, quiet: number): Promise<Played> {
  const { columns, rows } = session;
  const { kernel } = machineFor(session);
  const terminal = kernel.openTerminal({ columns, rows });
  const screen = new Screen(columns, rows);
  let written = 0;
  terminal.onOutput((bytes) => {
    written++;
    void screen.write(bytes.slice());
  });
  const settle = async () => {
    for (let before = -1, rounds = 0; rounds < 2; rounds = before === written ? rounds + 1 : 0) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, quiet / 2));
    }
    await screen.write(new Uint8Array());
    return screen.shown();
  };
  const process = kernel.start({
    argv: [...session.argv],
    main: undefined,
    env: new Map(Object.entries({ ...ENVIRONMENT, PATH: '/bin' })),
    cwd: WORK,
    credentials: ROOT,
    namespaces: kernel.host,
    fds: new Map(),
    terminal,
  });
  let status: number | null = null;
  void process.exited.then((result) => {
    status = 'code' in result ? result.code : -result.signal;
  });
  const screens = [await settle()];
  for (const step of session.steps) {
    if (status !== null) break;
    if (typeof step === 'string') terminal.input(new TextEncoder().encode(step));
    else {
      terminal.resize({ columns: step.resize[0], rows: step.resize[1] });
      screen.resize(...step.resize);
    }
    screens.push(await settle());
  }
  for (const each of kernel.processes()) each.kill(9);
  return { screens, status };
}
