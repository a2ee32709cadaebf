import type { LintResult } from '../engine/api/build-request.ts';
import type { ApiRequest } from '../engine/api/door.ts';
import type { BuildPlan } from '../engine/api/drydock.ts';
import { type Computer, createComputer } from '../host/computer.ts';
import type { GoalState, Lesson } from '../lessons/lesson.ts';
import { blobBytes } from './blob-bytes.ts';
import { GoalWatch } from './goal-watch.ts';
import { workerPlatform } from './platform.ts';
import type {
  BootOptions,
  BootReport,
  BrowseResult,
  EngineChange,
  Machine,
  StorageReport,
  WireRequest,
  WireResponse,
  WireSize,
  WorkspaceFile,
} from './protocol.ts';
import { Saver } from './saver.ts';
import { Storage } from './storage.ts';
import { watchEngine } from './watch-engine.ts';

/** The machine's end of the wall: a simulated computer, its terminals, and where it is stored. */
export class LocalMachine implements Machine {
  #computer: Computer | undefined;
  #waiting: ((computer: Computer) => void)[] = [];
  #storage: Storage | undefined;
  #saver: Saver | undefined;
  #goals: GoalWatch | undefined;
  #terminals = new Map<number, ReturnType<Computer['openShell']>['terminal']>();
  #lastTerminal = 0;
  #stops: (() => void)[] = [];
  /** Resolves when a terminal has shown something: planning, which nobody has asked for, does not hold the prompt up. */
  #prompted: Promise<void> | undefined;
  #shown = () => {};
  #changed: ((change: EngineChange) => void) | undefined;

  async boot(options: BootOptions): Promise<BootReport> {
    await this.#saver?.now();
    this.#shutDown();
    const storage = await Storage.open(options.name);
    const stored = await storage.load();
    const platform = await workerPlatform();
    const encoder = new TextEncoder();
    const computer = await createComputer({
      platform,
      folder: options.folder,
      images: options.images,
      files: Object.entries(options.files).map(([path, content]) => ({
        path,
        kind: 'file',
        mode: 0o644,
        data: typeof content === 'string' ? encoder.encode(content) : content,
      })),
      stored,
    });
    this.#computer = computer;
    this.#prompted ??= new Promise<void>((resolve) => {
      this.#shown = resolve;
      platform.timer(NO_TERMINAL, resolve);
    }).then(() => new Promise((resolve) => void platform.timer(PAINTED, resolve)));
    for (const resolve of this.#waiting.splice(0)) resolve(computer);
    this.#storage = storage;
    this.#saver = new Saver(
      computer,
      storage,
      () => this.#goals?.states ?? (stored?.goals as GoalState[] | undefined) ?? [],
    );
    this.#goals = new GoalWatch(computer, (stored?.goals as GoalState[] | undefined) ?? [], () => this.#saver?.soon());
    this.#stops.push(
      watchEngine(computer, (change) => {
        this.#changed?.(change);
        if (change.kind === 'engine' && change.action === 'destroy') this.#goals?.containerRemoved(change.name);
        this.#goals?.soon();
        this.#saver?.soon();
      }),
      computer.workspace.watch(() => this.#saver?.soon()),
    );
    // What it began with may be known to this page only.
    if (!stored) this.#saver.soon();
    return { restored: stored !== undefined, workspace: computer.workspace.path, storage: storage.report() };
  }

  async api(request: WireRequest, onChunk?: (bytes: Uint8Array) => void): Promise<WireResponse> {
    const response = await (await this.#booted()).door.request(apiRequest(request));
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body) {
      if (onChunk) onChunk(chunk);
      else chunks.push(chunk);
    }
    return { status: response.status, headers: response.headers, body: joined(chunks) };
  }

  async loadArchive(file: Blob, onProgress: (read: number) => void): Promise<WireResponse> {
    const body = await blobBytes(file, onProgress);
    return this.api({ method: 'POST', path: '/images/load', body });
  }

  async openTerminal(
    size: WireSize,
    onOutput: (bytes: Uint8Array) => Promise<void>,
    onEnd: () => void,
  ): Promise<number> {
    const computer = await this.#booted();
    const { terminal, ended } = computer.openShell(size);
    const id = ++this.#lastTerminal;
    this.#terminals.set(id, terminal);
    if (id === 1) computer.kernel.platform.timer(LOAD_AHEAD_AFTER, () => void computer.loadAhead().catch(() => {}));
    terminal.onOutput(async (bytes) => {
      await onOutput(bytes);
      this.#shown();
    });
    void ended.then(() => {
      this.#terminals.delete(id);
      onEnd();
    });
    return id;
  }

  async terminalInput(terminal: number, bytes: Uint8Array): Promise<void> {
    this.#terminals.get(terminal)?.input(bytes);
  }

  async resizeTerminal(terminal: number, size: WireSize): Promise<void> {
    this.#terminals.get(terminal)?.resize(size);
  }

  async closeTerminal(terminal: number): Promise<void> {
    this.#terminals.get(terminal)?.close();
    this.#terminals.delete(terminal);
  }

  async listFiles(): Promise<WorkspaceFile[]> {
    return (await this.#booted()).workspace.list();
  }

  async readFile(path: string): Promise<Uint8Array | undefined> {
    return (await this.#booted()).workspace.read(path);
  }

  async writeFile(path: string, data: Uint8Array): Promise<void> {
    (await this.#booted()).workspace.write(path, data);
  }

  async deleteFile(path: string): Promise<void> {
    (await this.#booted()).workspace.remove(path);
  }

  async onFilesChanged(listener: (paths: string[]) => void): Promise<void> {
    let changed = new Set<string>();
    const computer = await this.#booted();
    const stop = computer.workspace.watch((path) => {
      if (changed.size === 0) {
        computer.kernel.platform.timer(SOON, () => {
          const paths = [...changed];
          changed = new Set();
          listener(paths);
        });
      }
      changed.add(path);
    });
    this.#stops.push(stop);
  }

  async plan(): Promise<BuildPlan> {
    const computer = await this.#booted();
    await this.#prompted;
    return computer.plan();
  }

  async check(): Promise<LintResult | undefined> {
    const computer = await this.#booted();
    await this.#prompted;
    return computer.check();
  }

  async onEngineChanged(listener: (change: EngineChange) => void): Promise<void> {
    this.#changed = listener;
  }

  async browse(port: number, path: string): Promise<BrowseResult> {
    return (await this.#booted()).browse(port, path);
  }

  async followGoals(lesson: Lesson, onGoals: (goals: GoalState[]) => void): Promise<void> {
    this.#goals?.follow(lesson, onGoals);
  }

  async save(): Promise<StorageReport> {
    await this.#saver?.now();
    return this.#storage?.report() ?? { kind: 'memory' };
  }

  async erase(): Promise<void> {
    this.#shutDown();
    await this.#storage?.erase();
  }

  async eraseOther(name: string): Promise<void> {
    await (await Storage.open(name)).erase();
  }

  /** The running computer. Who asks while it is being started anew is answered when it runs. */
  #booted(): Promise<Computer> {
    if (this.#computer) return Promise.resolve(this.#computer);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Lets go of the running computer; nothing of it is saved after this. */
  #shutDown(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#saver?.stop();
    this.#saver = undefined;
    this.#goals?.stop();
    for (const terminal of this.#terminals.values()) terminal.close();
    this.#terminals.clear();
    this.#computer?.powerOff();
    this.#computer = undefined;
    this.#goals = undefined;
  }
}

/** Milliseconds after the first prompt: what the student has not asked for yet does not hold it up. */
const LOAD_AHEAD_AFTER = 2000;

/** Milliseconds after which a page that opens no terminal gets its plan all the same. */
const NO_TERMINAL = 10_000;

/** Milliseconds the page has to show the first prompt before the worker is busy again. */
const PAINTED = 500;

/** Milliseconds within which several changes are told as one. */
const SOON = 30;

function apiRequest(request: WireRequest): ApiRequest {
  const query = Object.entries(request.query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return { method: request.method, path: request.path, query, headers: {}, body: request.body };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
