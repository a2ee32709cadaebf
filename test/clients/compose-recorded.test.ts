import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bijection, normalise, type Row } from '../scenarios/tools/norm.mjs';
import { run, works } from './command.ts';
import { type Daemon, DOCKER, startDaemon } from './daemon.ts';

const hasCompose = await works(DOCKER, 'compose', 'version');
const RECORDINGS = join(import.meta.dirname, '..', 'recordings', 'compose');

/** Those that need no file of this computer inside a container, and no BuildKit. */
const SESSIONS = ['changes', 'first-project', 'hardware', 'health', 'mistakes', 'profiles-and-scale'];

/** What the real `docker compose` printed over a real engine is what it prints over ours. */
describe.skipIf(!hasCompose)('recorded sessions of the real docker compose', () => {
  let daemon: Daemon;
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-clients-'));
    daemon = await startDaemon('busybox:latest,alpine:latest,nginx:alpine');
  });

  afterEach(async () => {
    await daemon?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(SESSIONS)('%s', { timeout: 300_000 }, async (session) => {
    const recording = join(RECORDINGS, session);
    const expected = JSON.parse(readFileSync(join(recording, 'expected.json'), 'utf8')) as { lines: Row[] };
    const work = join(folder, 'work');
    cpSync(join(recording, 'context'), work, { recursive: true });
    const lines = await played(
      expected.lines.map(({ line }) => line),
      work,
    );
    const names = new Bijection();
    const different = expected.lines.filter((line, index) => {
      const got = lines[index]!;
      return line.exit !== got.exit || names.match(line.stdout, got.stdout) || names.match(line.stderr, got.stderr);
    });
    expect(different.map(({ line }) => [line, lines.find((each) => each.line === line)])).toEqual([]);
  });

  /** All lines in one shell, as they were recorded. */
  async function played(lines: readonly string[], work: string): Promise<Row[]> {
    const out = (index: number, what: string) => join(folder, `${index}.${what}`);
    const steps = lines.map((line, index) => {
      const quoted = `'${line.replaceAll("'", "'\\''")}'`;
      return `eval ${quoted} >${out(index, 'out')} 2>${out(index, 'err')}; echo $? >${out(index, 'exit')}\n`;
    });
    const script = join(folder, 'all');
    writeFileSync(script, `docker() { command "${DOCKER}" "$@"; }\n${steps.join('')}`);
    await run('sh', [script], { cwd: work, env: { ...daemon.env, LC_ALL: 'C', TZ: 'UTC' } });
    const read = (index: number, what: string) => readFileSync(out(index, what), 'utf8');
    const rows = lines.map((line, index) => ({
      line,
      stdout: read(index, 'out'),
      stderr: read(index, 'err'),
      exit: Number(read(index, 'exit')),
    }));
    return normalise(rows, [work]);
  }
});
