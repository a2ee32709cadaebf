import { createKernel } from '../../src/kernel/boot.ts';
import { executableBytes } from '../../src/kernel/executable.ts';
import type { Credentials } from '../../src/kernel/fs/types.ts';
import type { FileCalls, Kernel, KernelPipe } from '../../src/kernel/kernel.ts';
import { ROOT } from '../../src/kernel/process/credentials.ts';
import type { MaybePromise, Program, SystemCalls } from '../../src/kernel/program.ts';
import type { ExitStatus } from '../../src/kernel/system-calls.ts';
import { nodePlatform } from './platform.ts';

export type Main = (sys: SystemCalls) => MaybePromise<number>;

export interface TestMachineOptions {
  /** Path → content. Parents are made. */
  files?: Record<string, string | Uint8Array>;
  /** Built-in programs, or ad-hoc ones by name. */
  programs?: readonly Program[] | Record<string, Main>;
  /** Path → program name. Left out: each program at /bin/NAME (the part after its last slash). */
  executables?: Record<string, string>;
  hostname?: string;
}

export interface RunOptions {
  stdin?: string | Uint8Array;
  env?: Record<string, string>;
  cwd?: string;
  credentials?: Credentials;
  /** As of `docker run --pids-limit`. */
  pidsLimit?: number;
}

export interface RunResult {
  stdout: string;
  stderr: string;
  /** As a shell's `$?`: 128 and the signal's number when a signal ended it. */
  status: number;
  stdoutBytes: Uint8Array;
}

export interface TestMachine {
  readonly kernel: Kernel;
  /** The host's files, as root. */
  readonly files: FileCalls;
  /** Runs a program to its end with pipes for stdio. */
  run(what: string[] | Main, options?: RunOptions): Promise<RunResult>;
}

const DIRECTORIES =
  '/bin /sbin /usr /usr/bin /usr/sbin /usr/local /usr/local/bin /etc /home /root /var /var/log /var/tmp /tmp /run /mnt /opt';
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const FILES: Record<string, string> = {
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n',
  '/etc/group': 'root:x:0:\ntty:x:5:\nnogroup:x:65534:\n',
  '/etc/hosts': '127.0.0.1\tlocalhost\n',
  '/etc/hostname': 'testing\n',
};

/** A booted kernel with a small root file system in memory. */
export function testMachine(options: TestMachineOptions = {}): TestMachine {
  const programs = new Map(programsOf(options.programs ?? {}).map((program) => [program.name, program]));
  const kernel = createKernel({
    platform: nodePlatform(),
    programs: { find: (name) => programs.get(name) },
    hostname: options.hostname ?? 'testing',
  });
  const files = kernel.host.mount.files();
  for (const path of DIRECTORIES.split(' ')) files.mkdir(path, 0o755);
  files.chmod('/tmp', 0o1777);
  for (const [path, data] of Object.entries({ ...FILES, ...options.files })) write(files, path, data);
  const standard = [...programs.keys()].map((name) => [`/bin/${name.slice(name.lastIndexOf('/') + 1)}`, name]);
  const executables: Record<string, string> = options.executables ?? Object.fromEntries(standard);
  for (const [path, name] of Object.entries(executables)) write(files, path, executableBytes(name), 0o755);
  return { kernel, files, run: (what, settings) => run(kernel, what, settings) };
}

function programsOf(programs: readonly Program[] | Record<string, Main>): readonly Program[] {
  if (Array.isArray(programs)) return programs;
  return Object.entries(programs as Record<string, Main>).map(([name, main]) => ({ name, main }));
}

function write(files: FileCalls, path: string, data: string | Uint8Array, mode = 0o644): void {
  let parent = '';
  for (const name of path.split('/').slice(1, -1)) {
    parent += `/${name}`;
    if (!files.exists(parent)) files.mkdir(parent, 0o755);
  }
  files.writeFile(path, data, { mode });
  files.chmod(path, mode);
}

async function run(kernel: Kernel, what: string[] | Main, options: RunOptions = {}): Promise<RunResult> {
  const [stdin, stdout, stderr] = [kernel.createPipe(), kernel.createPipe(), kernel.createPipe()];
  const process = kernel.start({
    argv: typeof what === 'function' ? ['test'] : what,
    main: typeof what === 'function' ? what : undefined,
    env: new Map(Object.entries({ PATH, HOME: '/root', ...options.env })),
    cwd: options.cwd ?? '/',
    credentials: options.credentials ?? ROOT,
    namespaces: kernel.host,
    pidsLimit: options.pidsLimit,
    fds: new Map([
      [0, stdin.readEnd],
      [1, stdout.writeEnd],
      [2, stderr.writeEnd],
    ]),
  });
  const [out, errors] = [collect(stdout), collect(stderr)];
  await feed(stdin, options.stdin ?? '');
  const status = shellStatus(await process.exited);
  const stdoutBytes = await out;
  const decoder = new TextDecoder();
  return { stdout: decoder.decode(stdoutBytes), stderr: decoder.decode(await errors), status, stdoutBytes };
}

async function feed(pipe: KernelPipe, data: string | Uint8Array): Promise<void> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  try {
    if (bytes.length > 0) await pipe.write(bytes);
  } catch {
    // The program ended without reading all of it.
  }
  pipe.closeWrite();
}

async function collect(pipe: KernelPipe): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let chunk = await pipe.read(); chunk.length > 0; chunk = await pipe.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function shellStatus(status: ExitStatus): number {
  return 'code' in status ? status.code : 128 + status.signal;
}
