import type { ContainerSummary } from '../../../engine/api/containers.ts';
import { demultiplex } from '../../client/demultiplex.ts';
import { isConflict, isNotFound } from '../../errors.ts';
import { byName, listContainers, progressName, serviceOf, shortName } from '../apply/containers.ts';
import { startProject } from '../apply/start.ts';
import { stopServices } from '../apply/stop.ts';
import { type Project, serviceNames } from '../file/types.ts';
import type { Compose } from '../project.ts';
import { LineCutter, type LogConsumer } from '../show/log-consumer.ts';
import { type Progress, plainLine } from '../show/progress.ts';
import { followLogs } from './logs.ts';
import { watchContainers } from './monitor.ts';

export interface AttachedOptions {
  /** Asked for on the command line. */
  readonly services: readonly string[];
  /** Whose output is shown. */
  readonly attach: readonly string[];
  /** What ends all: any container's end, or one with a failure. */
  readonly abortOn?: 'exit' | 'failure';
  readonly exitCodeFrom: string;
  readonly timeout?: number;
}

/** `docker compose up` without `-d`: starts the containers, shows what they say, and stops them on Ctrl-C (compose's up.go). */
export async function upAttached(
  compose: Compose,
  project: Project,
  consumer: LogConsumer,
  options: AttachedOptions,
): Promise<number> {
  const { cli } = compose;
  const session = new Session(compose, project, consumer, options);
  const stopListening = cli.host.onSignal((signal) => {
    if (signal !== 'SIGWINCH') session.interrupt();
  });
  try {
    return await session.run();
  } finally {
    stopListening();
    await consumer.flush();
  }
}

class Session {
  readonly #compose: Compose;
  readonly #project: Project;
  readonly #consumer: LogConsumer;
  readonly #options: AttachedOptions;
  /** What goes on beside the watching; all of it is waited for. */
  readonly #tasks: Promise<unknown>[] = [];
  readonly #failures: unknown[] = [];
  #interrupts = 0;
  #exitCode: number | undefined;
  #aborting = false;
  #stopped = false;

  constructor(compose: Compose, project: Project, consumer: LogConsumer, options: AttachedOptions) {
    this.#compose = compose;
    this.#project = project;
    this.#consumer = consumer;
    this.#options = options;
  }

  interrupt(): void {
    this.#interrupts++;
    if (this.#interrupts === 1) {
      void this.#say('stdout', 'Gracefully Stopping... press Ctrl+C again to force\n');
      this.#task(this.#stop());
    } else this.#task(this.#kill());
  }

  async run(): Promise<number> {
    const { attach, services } = this.#options;
    const { cli } = this.#compose;
    const attached = new Set<string>();
    let close = () => {};
    const closed = new Promise<void>((resolve) => (close = resolve));
    // The end of the last container is the end of the watching.
    let ready = () => {};
    const begun = new Promise<void>((resolve) => (ready = resolve));
    const watching = watchContainers(
      this.#compose,
      this.#project.name,
      services.length ? services : attach,
      closed,
      (event) => {
        if (event.kind === 'recreated') this.#consumer.status(event.replaces, 'has been recreated');
        else if (event.kind === 'exited') this.#exited(event);
        else if (
          event.kind === 'started' &&
          (event.restarting || !attached.has(event.id)) &&
          attach.includes(event.service)
        )
          this.#task(followLogs(this.#compose, this.#consumer, event.id, event.source, { sinceStart: true, closed }));
      },
      ready,
    );
    watching.catch(() => ready());
    await begun;
    try {
      if (attach.length) await this.#attachAll(attached, attach);
      await this.#start();
    } catch (error) {
      close();
      await watching.catch(() => {});
      if (this.#interrupts === 0) throw error;
    }
    await watching;
    close();
    await Promise.all(this.#tasks);
    await this.#consumer.flush();
    if (this.#failures.length) throw this.#failures[0];
    const status = this.#interrupts > 0 ? 130 : (this.#exitCode ?? 0);
    // The error that carries the status has no words, and is printed all the same.
    if (status) await cli.err('\n');
    return status;
  }

  #task(work: Promise<unknown>): void {
    this.#tasks.push(work.catch((error) => void this.#failures.push(error)));
  }

  async #start(): Promise<void> {
    const quiet: Progress = { event: () => {} };
    await startProject(this.#compose, this.#project, quiet, { wait: false, waitTimeout: 0 });
  }

  async #attachAll(attached: Set<string>, services: readonly string[]): Promise<void> {
    const { cli } = this.#compose;
    const found = await listContainers(cli.engine, this.#project.name, { all: true, oneOff: 'without' });
    const containers = found.filter((each) => services.includes(serviceOf(each))).sort(byName);
    if (containers.length === 0) return;
    await cli.out(`Attaching to ${containers.map(shortName).join(', ')}\n`);
    for (const container of containers) {
      attached.add(container.Id);
      await this.#attach(container);
    }
  }

  async #attach(container: ContainerSummary): Promise<void> {
    const { engine } = this.#compose.cli;
    const { Config } = await engine.get<{ Config: { Tty: boolean } }>(`/containers/${container.Id}/json`);
    const query = { stream: true, stdin: true, stdout: true, stderr: true };
    const { stream } = await engine.hijack(`/containers/${container.Id}/attach`, query);
    const name = shortName(container);
    const out = new LineCutter((line) => this.#line('log', name, line));
    const err = new LineCutter((line) => this.#line('err', name, line));
    const copying = (async () => {
      if (Config.Tty) for await (const chunk of stream.input) out.write(chunk);
      else
        for await (const { stream: number, data } of demultiplex(stream.input)) (number === 2 ? err : out).write(data);
      out.end();
      err.end();
      stream.close();
    })();
    this.#task(copying);
    this.#ends.set(
      container.Id,
      copying.catch(() => {}),
    );
  }

  readonly #ends = new Map<string, Promise<void>>();

  #line(stream: 'log' | 'err', name: string, line: string): void {
    this.#consumer[stream](name, line);
  }

  #exited({
    id,
    source,
    exitCode,
    restarting,
    service,
  }: {
    id: string;
    source: string;
    exitCode: number;
    restarting: boolean;
    service: string;
  }): void {
    const { abortOn, exitCodeFrom } = this.#options;
    // What the container said last comes before that it has ended.
    const said = restarting ? Promise.resolve() : (this.#ends.get(id) ?? Promise.resolve());
    if (!this.#stopped || this.#aborting)
      this.#task(
        said.then(() =>
          this.#consumer.status(source, `exited with code ${exitCode}${restarting ? ' (restarting)' : ''}`),
        ),
      );
    if (exitCodeFrom === service && this.#exitCode === undefined) this.#exitCode = exitCode;
    if (!abortOn || this.#aborting || restarting || (abortOn === 'failure' && exitCode === 0)) return;
    this.#aborting = true;
    if (exitCodeFrom === '') this.#exitCode = exitCode;
    this.#task(
      said.then(async () => {
        await this.#consumer.flush();
        await this.#say('stderr', '\x1b[31m\x1b[1mAborting on container exit...\x1b[0m\n');
        await this.#stop();
      }),
    );
  }

  #say(stream: 'stdout' | 'stderr', text: string): Promise<void> {
    return this.#compose.cli.host[stream].write(text);
  }

  /** On a terminal the stopping is told among the lines of the containers. */
  async #stop(): Promise<void> {
    this.#stopped = true;
    const { host } = this.#compose.cli;
    const services = this.#options.services.length ? this.#options.services : serviceNames(this.#project);
    let written = Promise.resolve();
    const progress: Progress = {
      event: (event) => {
        if (host.stderr.isTerminal)
          this.#consumer.status('', `${event.id} ${event.text ?? ''} \x1b[32m${event.words}\x1b[0m`);
        else written = written.then(() => this.#say('stderr', plainLine(event)));
      },
    };
    await stopServices(this.#compose, this.#project, services, progress, { timeout: this.#options.timeout });
    await written;
  }

  async #kill(): Promise<void> {
    const { engine } = this.#compose.cli;
    const containers = await listContainers(engine, this.#project.name, { all: false, oneOff: 'without' });
    await this.#compose.progress('Killing', async (progress) => {
      for (const container of containers) {
        progress.event({ id: progressName(container), status: 'working', words: 'Killing' });
        try {
          await engine.send('POST', `/containers/${container.Id}/kill`, { query: { signal: 'SIGKILL' } });
        } catch (error) {
          // It may have ended by itself.
          if (!isNotFound(error) && !isConflict(error)) throw error;
        }
        progress.event({ id: progressName(container), status: 'done', words: 'Killed' });
      }
    });
  }
}
