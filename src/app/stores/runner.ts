import { create } from 'zustand';
import type { RunnerInfo } from '../../engine/api/drydock.ts';
import { callback } from '../../worker/client.ts';
import type { RunnerKey } from '../../worker/protocol.ts';
import { messages } from '../messages/messages.ts';
import { followEngine, forgetEngine } from './engine.ts';
import { useMachine } from './machine.ts';

/** Which engine answers, and by which runner another could. */
interface RunnerState {
  /** A runner whose link this page was opened with or was given. */
  readonly known: RunnerKey | undefined;
  /** Whether the student is being asked for a real engine. */
  readonly asking: boolean;
  readonly connecting: boolean;
  /** The real engine that answers now. */
  readonly engine: RunnerInfo | undefined;
  readonly problem: string | undefined;
}

export const useRunner = create<RunnerState>(() => ({
  known: undefined,
  asking: false,
  connecting: false,
  engine: undefined,
  problem: undefined,
}));

// Another computer begins with its own, simulated engine.
useMachine.subscribe(({ boot }, before) => {
  if (boot !== before.boot) useRunner.setState({ engine: undefined });
});

/** For this tab alone, and no longer than it. */
const KEY = 'drydock.runner';

/** Takes the runner from the address the page was opened with (`#runner=127.0.0.1:4848/TOKEN`), or of before a reload. */
export async function findRunner(): Promise<void> {
  const link = /^#runner=(.+)$/.exec(location.hash);
  if (link) {
    // The token works once; nobody shall copy it out of the address.
    history.replaceState(history.state, '', location.pathname + location.search);
    await takeRunnerLink(link[0]);
    return;
  }
  try {
    const kept = sessionStorage.getItem(KEY);
    if (kept) useRunner.setState({ known: JSON.parse(kept) as RunnerKey });
  } catch {
    // No storage: the link has to be opened again.
  }
}

/** Exchanges what a link holds for a key. Says so when it is no link, or one that was used. */
export async function takeRunnerLink(link: string): Promise<void> {
  const [, address, token] = /#runner=((?:127\.0\.0\.1|localhost):\d+)\/([\w-]+)$/.exec(link.trim()) ?? [];
  if (address === undefined || token === undefined) {
    useRunner.setState({ problem: messages().engine.noLink });
    return;
  }
  try {
    const response = await fetch(`http://${address}/drydock/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const answer = (await response.json()) as { key?: string; message?: string };
    if (answer.key === undefined) throw new Error(answer.message);
    const known = { address, key: answer.key };
    useRunner.setState({ known, problem: undefined });
    try {
      sessionStorage.setItem(KEY, JSON.stringify(known));
    } catch {
      // Kept by the page alone.
    }
  } catch (error) {
    const blocked = error instanceof TypeError;
    useRunner.setState({
      problem: blocked ? messages().engine.unreachable(address, location.origin) : (error as Error).message,
    });
  }
}

export function askForReal(asking: boolean): void {
  useRunner.setState({ asking, problem: undefined });
}

/** Lets the real engine answer, until the student, the runner or another computer ends that. */
export async function switchToReal(): Promise<void> {
  const { machine } = useMachine.getState();
  const { known } = useRunner.getState();
  if (!machine || !known) return;
  useRunner.setState({ asking: false, connecting: true, problem: undefined });
  try {
    // Another engine: nothing that the views knew is true of it.
    const anew = (engine: RunnerInfo | undefined) => {
      useRunner.setState({ engine, connecting: false });
      forgetEngine();
      followEngine(machine, [{ kind: 'build' }]);
    };
    anew(
      await machine.useRunner(
        known,
        callback(() => anew(undefined)),
      ),
    );
  } catch (error) {
    useRunner.setState({ connecting: false, problem: (error as Error).message });
  }
}

export async function switchToSimulated(): Promise<void> {
  await useMachine.getState().machine?.leaveRunner();
}
