import type { LintResult } from '../engine/api/build-request.ts';
import type { ApiRequest } from '../engine/api/door.ts';
import type { BuildPlan, RunnerInfo } from '../engine/api/drydock.ts';
import { ApiLog } from '../host/api-log.ts';
import { bootComputer, type Computer } from '../host/computer.ts';
import type { StoredState } from '../host/state.ts';
import { Timeline } from '../host/timeline.ts';
import { plainFile } from '../host/workspace.ts';
import { concat } from '../kernel/bytes.ts';
import type { Platform } from '../kernel/platform.ts';
import type { GoalState, Lesson, Standing } from '../lessons/lesson.ts';
import type { Answers } from '../lessons/world.ts';
import { blobBytes } from './blob-bytes.ts';
import { lockPlace, type PlaceLock } from './place-lock.ts';
import { workerPlatform } from './platform.ts';
import type {
  ApiExchange,
  BootOptions,
  BootReport,
  BrowseResult,
  EngineChange,
  Machine,
  ParityReport,
  RunnerKey,
  StorageReport,
  TimelineReport,
  WireRequest,
  WireResponse,
  WireSize,
  WorkspaceFile,
} from './protocol.ts';
import { RunningComputer } from './running-computer.ts';
import { Storage } from './storage.ts';

/** The machine's end of the wall: a simulated computer, its terminals, its timeline, and where it is stored. */
export class LocalMachine implements Machine {
  #running: RunningComputer | undefined;
  #waiting: ((running: RunningComputer) => void)[] = [];
  #booted: BootOptions | undefined;
  #platform: Platform | undefined;
  /** Of the computer that was booted last. */
  #begun: Promise<void> | undefined;
  #storage: Storage | undefined;
  #lock: PlaceLock | undefined;
  #timeline = new Timeline(() => 0);
  #apiLog: ApiLog | undefined;
  #lastTerminal = 0;
  /** Resolves when a terminal has shown something: a prompt does without the engine, and does not wait for it. */
  #prompted: Promise<void> | undefined;
  #shown = () => {};
  #changed: ((changes: readonly EngineChange[]) => void) | undefined;
  #untold: EngineChange[] = [];

  async boot(options: BootOptions): Promise<BootReport> {
    await this.#running?.saveNow();
    this.#switchOff();
    this.#lock?.release();
    const platform = (this.#platform ??= workerPlatform());
    const storage = await Storage.open(options.name);
    const lock = await lockPlace(options.name, options.takeOver ?? false, async () => {
      await this.#running?.saveNow();
      storage.detach('taken');
    });
    void lock.lost.then(() => storage.detach('taken'));
    if (!lock.held) storage.detach('elsewhere');
    const stored = options.fresh ? undefined : await storage.load();
    this.#booted = options;
    this.#storage = storage;
    this.#lock = lock;
    this.#timeline = new Timeline(() => platform.now());
    if (stored?.timeline?.moments.length) this.#timeline.resume(stored.timeline);
    this.#apiLog = new ApiLog(() => platform.now());
    if (options.terminal ?? true) this.#prompted ??= this.#untilPrompt(platform);
    const running = this.#switchOn(stored, (stored?.goals as GoalState[] | undefined) ?? [], false);
    this.#begun = this.#begin(running, this.#timeline, stored === undefined);
    this.#begun.catch(() => {});
    return this.#report(stored !== undefined);
  }

  /** Starts the daemon once the prompt is there, which does without. */
  async #begin(running: RunningComputer, timeline: Timeline, isNew: boolean): Promise<void> {
    await this.#prompted;
    await running.computer.start();
    timeline.begin(running.checkpoint());
    // What it began with may be known to this page only.
    if (isNew) running.saveSoon();
  }

  async untilBegun(): Promise<void> {
    await this.#begun;
  }

  async travel(moment: number): Promise<BootReport> {
    await this.#begun;
    const running = await this.#whenRunning();
    const timeline = this.#timeline;
    timeline.settle(running.checkpoint);
    await running.saveNow();
    const checkpoint = timeline.checkpoint(moment) ?? (await this.#storage!.loadMoment(moment));
    if (!checkpoint) throw new Error('this moment is too long ago');
    const goals = running.goals.states;
    this.#switchOff();
    timeline.wentTo(moment, checkpoint);
    const { state, blobs } = checkpoint;
    await this.#switchOn({ state, blob: (digest) => blobs.get(digest)?.() }, goals, true).computer.start();
    return this.#report(true);
  }

  async onTimeline(listener: (report: TimelineReport) => void): Promise<void> {
    await this.#whenRunning();
    this.#timeline.onChanged(listener);
    listener(this.#timeline.report());
  }

  async onExchanges(listener: (exchanges: readonly ApiExchange[]) => void): Promise<void> {
    const { computer } = await this.#whenRunning();
    let told = false;
    const tell = () => {
      if (told) return;
      told = true;
      computer.kernel.platform.timer(SOON, () => {
        told = false;
        listener(computer.apiLog.exchanges);
      });
    };
    computer.apiLog.onChanged(tell);
    tell();
  }

  async api(request: WireRequest, onChunk?: (bytes: Uint8Array) => void): Promise<WireResponse> {
    const response = await (await this.#computer()).door.request(apiRequest(request));
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body) {
      if (onChunk) onChunk(chunk);
      else chunks.push(chunk);
    }
    return { status: response.status, headers: response.headers, body: concat(chunks) };
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
    const running = await this.#whenRunning();
    const { computer } = running;
    const { terminal, ended } = computer.openShell(size);
    const id = ++this.#lastTerminal;
    running.addTerminal(id, terminal);
    if (id === 1) computer.kernel.platform.timer(LOAD_AHEAD_AFTER, () => void computer.loadAhead().catch(() => {}));
    terminal.onOutput(async (bytes) => {
      await onOutput(bytes);
      this.#shown();
    });
    void ended.then(() => {
      running.closeTerminal(id);
      // A shell that went with its computer has not exited: the page opens another in its place.
      if (this.#running === running) onEnd();
    });
    return id;
  }

  async terminalInput(terminal: number, bytes: Uint8Array): Promise<void> {
    this.#running?.terminal(terminal)?.input(bytes);
  }

  async resizeTerminal(terminal: number, size: WireSize): Promise<void> {
    this.#running?.terminal(terminal)?.resize(size);
  }

  async closeTerminal(terminal: number): Promise<void> {
    this.#running?.closeTerminal(terminal);
  }

  async listFiles(): Promise<WorkspaceFile[]> {
    return (await this.#computer()).workspace.list();
  }

  async readFile(path: string): Promise<Uint8Array | undefined> {
    return (await this.#computer()).workspace.read(path);
  }

  async writeFile(path: string, data: Uint8Array): Promise<void> {
    const { workspace } = await this.#computer();
    this.#timeline.edited(path);
    workspace.write(path, data);
  }

  async deleteFile(path: string): Promise<void> {
    const { workspace } = await this.#computer();
    this.#timeline.edited(path);
    workspace.remove(path);
  }

  async onFilesChanged(listener: (paths: string[]) => void): Promise<void> {
    let changed = new Set<string>();
    const running = await this.#whenRunning();
    const { computer } = running;
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
    running.onSwitchOff(stop);
  }

  async plan(): Promise<BuildPlan> {
    const computer = await this.#computer();
    await computer.started;
    return computer.plan();
  }

  async check(): Promise<LintResult | undefined> {
    const computer = await this.#computer();
    await computer.started;
    return computer.check();
  }

  async onEngineChanged(listener: (changes: readonly EngineChange[]) => void): Promise<void> {
    this.#changed = listener;
  }

  async useRunner(runner: RunnerKey, onLost: () => void): Promise<RunnerInfo> {
    const running = await this.#whenRunning();
    const { connectRunner } = await import('./runner-connection.ts');
    const connection = await connectRunner(runner, running.computer.workspace.path);
    if (this.#running !== running) {
      connection.close();
      throw new Error('another computer was started meanwhile');
    }
    running.useRunner(connection, onLost);
    return connection.info;
  }

  async leaveRunner(): Promise<void> {
    this.#running?.leaveRunner();
  }

  async compareEngines(
    runner: RunnerKey,
    lesson: Lesson | undefined,
    onProgress: (done: number) => void,
  ): Promise<ParityReport> {
    await this.#computer();
    const [{ compareEngines }, { solutionsOf }] = await Promise.all([
      import('./compare-engines.ts'),
      import('../parity/run.ts'),
    ]);
    const { folder, images, files } = this.#booted!;
    const typed = { files: {}, lines: this.#timeline.commands().map(({ line }) => line) };
    const script = lesson ? solutionsOf(lesson) : { parts: [typed], lesson: undefined };
    const given = Object.entries(files).map(([path, content]) => plainFile(path, content));
    const platform = this.#platform!;
    return compareEngines({ platform, runner, folder, images, files: given, script, onProgress });
  }

  async browse(port: number, path: string): Promise<BrowseResult> {
    return (await this.#computer()).browse(port, path);
  }

  async followGoals(lesson: Lesson, onStanding: (standing: Standing) => void): Promise<void> {
    (await this.#whenRunning()).goals.follow(lesson, onStanding);
  }

  async answered(answers: Answers): Promise<void> {
    (await this.#whenRunning()).goals.answered(answers);
  }

  async showStep(step: string): Promise<void> {
    (await this.#whenRunning()).goals.show(step);
  }

  async onStorage(listener: (report: StorageReport) => void): Promise<void> {
    await this.#whenRunning();
    this.#storage!.onChanged(listener);
    listener(this.#storage!.report());
  }

  holdLock(name: string): Promise<void> {
    return new Promise((held) => {
      void navigator.locks.request(name, () => {
        held();
        return new Promise(() => {});
      });
    });
  }

  async save(): Promise<StorageReport> {
    await this.#running?.saveNow();
    return this.#storage?.report() ?? { kind: 'memory' };
  }

  async erase(): Promise<void> {
    this.#switchOff();
    await this.#storage?.erase();
  }

  async eraseOther(name: string): Promise<void> {
    await (await Storage.open(name)).erase();
  }

  #switchOn(stored: StoredState | undefined, goals: readonly GoalState[], resume: boolean): RunningComputer {
    const { folder, images, files } = this.#booted!;
    const timeline = this.#timeline;
    const computer = bootComputer({
      platform: this.#platform!,
      folder,
      images,
      files: Object.entries(files).map(([path, content]) => plainFile(path, content)),
      stored,
      resume,
      apiLog: this.#apiLog,
      observer: (line) => {
        const ended = timeline.command(line, running.checkpoint);
        // A shell that is hung up with its computer has nothing more to tell.
        return (status) => {
          if (this.#running !== running) return;
          ended(status);
          running.goals.soon();
          running.saveSoon();
        };
      },
    });
    const running = new RunningComputer({
      computer,
      storage: this.#storage!,
      timeline,
      goals,
      onChanged: (change) => this.#tellSoon(change),
    });
    this.#running = running;
    for (const resolve of this.#waiting.splice(0)) resolve(running);
    return running;
  }

  /** A build tells of more than the page can draw: what comes within a frame is told at once. */
  #tellSoon(change: EngineChange): void {
    this.#untold.push(change);
    if (this.#untold.length > 1) return;
    this.#platform!.timer(FRAME, () => {
      const changes = this.#untold.splice(0);
      this.#changed?.(changes);
    });
  }

  #untilPrompt(platform: Platform): Promise<void> {
    return new Promise<void>((resolve) => {
      this.#shown = resolve;
      platform.timer(NO_PROMPT, resolve);
    }).then(() => new Promise((resolve) => void platform.timer(PAINTED, resolve)));
  }

  #report(restored: boolean): BootReport {
    return {
      restored,
      workspace: this.#running!.computer.workspace.path,
      storage: this.#storage!.report(),
    };
  }

  /** The running computer. Who asks while it is being started anew is answered when it runs. */
  #whenRunning(): Promise<RunningComputer> {
    if (this.#running) return Promise.resolve(this.#running);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #computer(): Promise<Computer> {
    return (await this.#whenRunning()).computer;
  }

  #switchOff(): void {
    this.#running?.switchOff();
    this.#running = undefined;
  }
}

/** Milliseconds after the first prompt: what the student has not asked for yet does not hold it up. */
const LOAD_AHEAD_AFTER = 2000;

/** Milliseconds after which a page whose terminal shows nothing gets its engine all the same. */
const NO_PROMPT = 10_000;

/** Milliseconds the page has to show the first prompt before the worker is busy again. */
const PAINTED = 100;

/** Milliseconds from one picture to the next. */
const FRAME = 16;

/** Milliseconds within which several changes are told as one. */
const SOON = 30;

function apiRequest(request: WireRequest): ApiRequest {
  const query = Object.entries(request.query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return { method: request.method, path: request.path, query, headers: {}, body: request.body };
}
