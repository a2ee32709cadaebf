import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SafeFolder } from './safe-folder.ts';

/** What a session made that carries no label. */
export interface Made {
  readonly images: readonly string[];
  readonly tags: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** Records of the builder's cache. */
  readonly builderRecords: readonly string[];
}

interface Document {
  readonly version: 1;
  readonly session: string;
  /** The runner's process, and when it started: numbers come again. */
  readonly pid: number;
  readonly started: string;
  /** The engine, as in DOCKER_HOST. */
  readonly engine: string;
  readonly made: Made;
}

const nothing: Made = { images: [], tags: [], networks: [], volumes: [], builderRecords: [] };

/** Where runners keep what they must not forget: `$XDG_STATE_HOME/drydock`, readable by nobody else. */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'drydock');
}

/** The file of one session. */
export class StateFile {
  readonly session: string;
  readonly engine: string;
  readonly pid: number;
  readonly #folder: string;
  readonly #started: string;
  made: Made;

  private constructor(folder: string, document: Document) {
    this.#folder = folder;
    this.session = document.session;
    this.engine = document.engine;
    this.pid = document.pid;
    this.#started = document.started;
    this.made = document.made;
  }

  static create(folder: string, session: string, engine: string): StateFile {
    mkdirSync(join(folder, 'sessions'), { recursive: true, mode: 0o700 });
    const started = processStart(process.pid) ?? '';
    const file = new StateFile(folder, { version: 1, session, pid: process.pid, started, engine, made: nothing });
    file.write(nothing);
    return file;
  }

  /** All there are, of runners that live and of those that do not. */
  static all(folder: string): StateFile[] {
    let names: string[];
    try {
      names = readdirSync(join(folder, 'sessions'));
    } catch {
      return [];
    }
    return names
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => {
        try {
          const document = JSON.parse(readFileSync(join(folder, 'sessions', name), 'utf8')) as Document;
          const isOurs = document.version === 1 && /^[0-9a-f]+$/.test(document.session);
          return isOurs ? [new StateFile(folder, document)] : [];
        } catch {
          return [];
        }
      });
  }

  /** Whether the runner that wrote it still runs. */
  get isLive(): boolean {
    try {
      process.kill(this.pid, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
    }
    const started = processStart(this.pid);
    return started === undefined || this.#started === '' || started === this.#started;
  }

  /** The session's own folder on this machine. */
  get workspace(): string {
    return join(this.#folder, 'sessions', this.session, 'workspace');
  }

  write(made: Made): void {
    this.made = made;
    const path = this.#path;
    const { session, pid, engine } = this;
    const document: Document = { version: 1, session, pid, started: this.#started, engine, made };
    writeFileSync(`${path}.new`, JSON.stringify(document), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  /** The file and the session's folder, in which a container that could not be removed may still write. */
  remove(): void {
    const sessions = SafeFolder.open(join(this.#folder, 'sessions'));
    try {
      sessions.remove(this.session);
    } finally {
      sessions.close();
    }
    rmSync(this.#path, { force: true });
  }

  get #path(): string {
    return join(this.#folder, 'sessions', `${this.session}.json`);
  }
}

/** When a process started, in ticks since the machine did (proc_pid_stat(5), field 22); undefined where there is no /proc. */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
