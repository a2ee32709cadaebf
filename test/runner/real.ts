import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodePlatform } from '../../src/bin/node-platform.ts';
import { type Computer, createComputer } from '../../src/host/computer.ts';
import { parseAddress } from '../../src/runner/engine/address.ts';
import { ask } from '../../src/runner/engine/ask.ts';
import { type FoundEngine, identify } from '../../src/runner/engine/find.ts';
import { defaultLimits } from '../../src/runner/policy/policy.ts';
import { type OpenSession, openSession, type SessionOptions } from '../../src/runner/session/open-session.ts';

/** The engines there are to test with, by kind. */
export async function realEngines(): Promise<{ docker: FoundEngine | undefined; podman: FoundEngine | undefined }> {
  const { ENGINE, PODMAN_SOCKET } = process.env;
  return { docker: await answering(ENGINE), podman: await answering(PODMAN_SOCKET && `unix://${PODMAN_SOCKET}`) };
}

async function answering(address: string | undefined): Promise<FoundEngine | undefined> {
  return address ? identify(parseAddress(address)).catch(() => undefined) : undefined;
}

/** A student's computer whose docker command works on a real engine, and a folder of its own for the runner's state. */
export class RealComputer {
  readonly computer: Computer;
  readonly session: OpenSession;
  readonly state: string;
  readonly #lines: ReturnType<Computer['openSession']>;

  private constructor(computer: Computer, session: OpenSession, state: string) {
    this.computer = computer;
    this.session = session;
    this.state = state;
    this.#lines = computer.openSession();
  }

  static async start(engine: FoundEngine, options: Partial<SessionOptions> = {}): Promise<RealComputer> {
    const platform = nodePlatform();
    const state = mkdtempSync(join(tmpdir(), 'drydock-runner-'));
    const computer = await createComputer({ platform, images: [], folder: 'work', files: [] });
    const session = openSession({
      engine,
      platform,
      stateFolder: state,
      studentWorkspace: '/root/work',
      limits: defaultLimits,
      ...options,
    });
    computer.useEngine(session.door);
    return new RealComputer(computer, session, state);
  }

  /** A line of shell on the student's computer. */
  async run(line: string): Promise<{ stdout: string; stderr: string; exit: number }> {
    return this.#lines.run(line);
  }

  async end(): Promise<void> {
    await this.session.end();
    this.computer.powerOff();
    rmSync(this.state, { recursive: true, force: true });
  }
}

/** All that carries a session's label, or any's. */
export async function labelled({ door }: FoundEngine, session?: string): Promise<string[]> {
  const filters = JSON.stringify({ label: [session ? `drydock.session=${session}` : 'drydock.session'] });
  const containers = await ask<{ Id: string }[]>(door, '/containers/json', { query: { all: '1', filters } });
  const images = await ask<{ Id: string }[]>(door, '/images/json', { query: { filters } });
  const networks = await ask<{ Id: string }[]>(door, '/networks', { query: { filters } });
  const { Volumes } = await ask<{ Volumes: { Name: string }[] | null }>(door, '/volumes', { query: { filters } });
  return [...containers, ...images, ...networks].map(({ Id }) => Id).concat((Volumes ?? []).map(({ Name }) => Name));
}
