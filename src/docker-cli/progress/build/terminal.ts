import { parseTime, progressBytes, type Trace, type TracedVertex } from './trace.ts';

const BLUE = '\x1b[34m';
const YELLOW = '\x1b[33m';
const RED = '\x1b[31m';
const FAINT = '\x1b[2m';
const RESET = '\x1b[0m';
const WINDOW = 6;

interface Job {
  name: string;
  status: string;
  /** Milliseconds. */
  duration: number;
  completed: boolean;
  canceled?: boolean;
  failed?: boolean;
  traced?: TracedVertex;
  window?: string[];
}

/** Progress in place, as BuildKit's progressui draws it on a terminal. */
export class TerminalProgress {
  #lineCount = 0;
  #repeated = false;
  readonly #description: string;

  constructor(description: string) {
    this.#description = description;
  }

  /** The bytes that redraw the whole; with `all` for the last time, with every step. */
  draw(trace: Trace, now: number, size: { columns: number; rows: number }, all: boolean): string {
    // A terminal that does not know its size is taken for a small one.
    const screen = { columns: size.columns || 80, rows: size.rows || 10 };
    const width = screen.columns;
    const known = [...trace.byDigest.values()].filter((traced) => !traced.vertex.progressGroup);
    const done = known.filter((traced) => traced.completed).length;
    const jobs = layOut(
      trace.vertexes.filter((traced) => !traced.vertex.progressGroup).flatMap((traced) => jobsOf(traced, now)),
      screen,
      all,
    );
    let text = '\x1b[1A'.repeat(this.#lineCount + (this.#repeated ? 1 : 0));
    this.#repeated = true;
    text += '\x1b[0G\x1b[?25l';
    const finished = all && done > 0 && done === known.length ? 'FINISHED' : '';
    const seconds = ((now - (trace.start ?? now)) / 1000).toFixed(1);
    text += `${align(`[+] Building ${seconds}s (${done}/${known.length}) ${finished}`, this.#description, width - 1)}\n`;
    let lineCount = 0;
    for (const job of jobs) {
      const timer = ` ${((job.duration < 50 ? 0 : job.duration) / 1000).toFixed(1).padStart(3)}s`;
      let left = width - ' => '.length - timer.length - 2;
      const showStatus = job.status !== '' && left + job.status.length > 20;
      if (showStatus) left -= job.status.length + 1;
      if (left < 12) continue;
      const shown = ` => ${job.name.slice(0, left)}${showStatus ? ` ${job.status}` : ''}`;
      let line = align(shown, timer, width - 1);
      if (job.completed) line = `${job.canceled ? YELLOW : job.failed ? RED : BLUE}${line}${RESET}`;
      text += `${line}\n`;
      lineCount++;
      for (const output of job.window ?? []) {
        text += `${FAINT} => => # ${output}${RESET}\n`;
        lineCount++;
      }
    }
    const surplus = this.#lineCount - lineCount;
    if (surplus > 0) text += `${`${' '.repeat(width)}\n`.repeat(surplus)}${'\x1b[1A'.repeat(surplus)}\x1b[0G`;
    this.#lineCount = lineCount;
    return `${text}\x1b[?25h`;
  }
}

const align = (left: string, right: string, width: number): string =>
  `${left.padEnd(Math.max(0, width - right.length - 1))} ${right}`;

function jobsOf(traced: TracedVertex, now: number): Job[] {
  const { vertex } = traced;
  const name = vertex.name.replaceAll('\t', ' ');
  const main: Job = { name, status: '', duration: traced.duration(now), completed: traced.completed, traced };
  if (vertex.error?.endsWith('context canceled')) {
    main.canceled = true;
    main.name = `CANCELED ${name}`;
  } else if (vertex.error) {
    main.failed = true;
    main.name = `ERROR ${name}`;
  } else if (vertex.cached) main.name = `CACHED ${name}`;
  const statuses = traced.statuses.map((status): Job => {
    const bytes = status.total
      ? `${progressBytes(status.current)} / ${progressBytes(status.total)}`
      : status.current
        ? progressBytes(status.current)
        : '';
    const end = status.completed ? parseTime(status.completed) : now;
    const duration = status.started ? Math.max(0, end - parseTime(status.started)) : 0;
    return { name: `=> ${status.id}`, status: bytes, duration, completed: status.completed !== undefined };
  });
  const warnings = traced.warnings.map(
    (warning): Job => ({
      name: `WARN: ${warning.shortText}`,
      status: '',
      duration: 0,
      completed: true,
      canceled: true,
    }),
  );
  return [main, ...statuses, ...warnings];
}

/** Gives running steps a window on their output while there is room, and cuts what does not fit the screen. */
function layOut(jobs: Job[], { columns, rows }: { columns: number; rows: number }, all: boolean): Job[] {
  let free = rows - 2 - jobs.filter((job) => !job.completed).length;
  let hidden = 0;
  const talking = jobs
    .filter((job) => !job.completed && job.traced?.output)
    .sort((a, b) => b.traced!.output.length - a.traced!.output.length);
  for (const job of talking) {
    if (free <= WINDOW + 3) break;
    job.window = tail(job.traced!.output, columns - 10);
    hidden += job.window.length;
    free -= WINDOW + 3;
  }
  return all ? jobs : fit(jobs, rows - 2 - hidden);
}

/** The last lines of output, as a small terminal would show them. */
function tail(output: string, width: number): string[] {
  const plain = output.replace(/\x1b\[[0-9;?]*[a-zA-Z]/g, '').replaceAll('\t', '    ');
  return plain
    .slice(-width * WINDOW * 4)
    .split('\n')
    .map((line) => line.replace(/\r$/, '').split('\r').pop()!)
    .flatMap((line) => (line === '' ? [] : (line.match(new RegExp(`.{1,${Math.max(width, 1)}}`, 'gu')) ?? [])))
    .slice(-WINDOW);
}

function fit(jobs: Job[], limit: number): Job[] {
  if (limit < 0) return [];
  if (jobs.length <= limit) return jobs;
  const visible = jobs.slice(jobs.length - limit);
  const cut = jobs.slice(0, jobs.length - limit).filter((job) => !job.completed);
  if (cut.length === 0) return visible;
  let left = cut.length;
  const kept = visible.filter((job) => {
    const keep = !job.completed || left <= 0;
    left--;
    return keep;
  });
  const room = visible.length - kept.length;
  return [...(room > 0 ? cut.slice(-room) : []), ...kept];
}
