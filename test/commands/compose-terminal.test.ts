import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Computer, createComputer, type Shell } from '../../src/host/computer.ts';
import { nodePlatform } from '../support/platform.ts';

const COMPOSE = `services:
  talker:
    image: busybox
    command: sh -c 'trap "exit 0" TERM; echo hello; sleep 1000 & wait'
  x:
    image: busybox
    command: sh -c 'echo short; exit 3'
`;

let computer: Computer;
let shell: Shell;
let screen = '';
let seen = 0;

beforeAll(async () => {
  const data = new TextEncoder().encode(COMPOSE);
  const files = [{ path: 'compose.yaml', kind: 'file' as const, mode: 0o644, data }];
  computer = await createComputer({ platform: nodePlatform(), images: ['busybox:latest'], folder: 'app', files });
  shell = computer.openShell({ columns: 80, rows: 24 });
  const decoder = new TextDecoder();
  shell.terminal.onOutput((bytes) => {
    screen += decoder.decode(bytes, { stream: true });
  });
});

afterAll(() => computer?.powerOff());

const type = (text: string) => shell.terminal.input(new TextEncoder().encode(text));

/** Waits for the text after what was waited for before. */
async function sees(text: string): Promise<void> {
  await expect.poll(() => screen.indexOf(text, seen), { timeout: 30_000 }).toBeGreaterThanOrEqual(0);
  seen = screen.indexOf(text, seen) + text.length;
}

it('up on a terminal: progress in place, names in colour, Ctrl-C stops gracefully', async () => {
  await sees('$ ');
  type('docker compose up\r');
  await sees('\x1b[?25l[+] Running ');
  await sees(' \x1b[32m✔\x1b[0m Container app-talker-1  \x1b[32mCreated\x1b[0m ');
  await sees('Attaching to talker-1, x-1\r\n');
  await sees('x-1 exited with code 3\r\n');
  expect(screen).toMatch(/\x1b\[3[36]mtalker-1 {2}\| \x1b\[0mhello\r\n/);
  type('\x03');
  await sees('Gracefully Stopping... press Ctrl+C again to force\r\n');
  await sees('\r\x1b[K Container app-talker-1  \x1b[32mStopped\x1b[0m\r\n');
  await sees('$ ');
  type('echo status=$?\r');
  await sees('status=130');
  type('docker compose ps -q | wc -l; docker compose down\r');
  await sees('0\r\n');
  await sees('Network app_default     \x1b[32mRemoved\x1b[0m');
}, 120_000);
