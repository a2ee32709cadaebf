import { parseTime, progressBytes, type Trace, type TracedVertex } from './trace.ts';

const ANTI_FLICKER = 5000;
const MAX_DELAY = 10_000;
const MIN_TIME_DELTA = 5000;
const MIN_PROGRESS_DELTA = 0.05;

/** Progress line by line, one step at a time, as BuildKit's textMux chooses them. */
export class PlainProgress {
  #current = '';
  #nextIndex = 0;
  #first = true;
  readonly #last = new Map<string, { current: number; timestamp: number }>();

  constructor(announcement: string) {
    this.#announcement = announcement;
  }

  #announcement: string;

  /** The text to add for what changed since the last call. */
  print(trace: Trace, now: number): string {
    let text = '';
    if (this.#first && this.#announcement && trace.byDigest.size > 0) {
      text += `#0 ${this.#announcement}\n`;
      this.#announcement = '';
      this.#first = false;
    }
    const completed: string[] = [];
    const rest = new Set<string>();
    // In the order they started (BuildKit leaves it to chance): announced together, they may also end together.
    for (const traced of trace.vertexes) {
      const { digest, progressGroup } = traced.vertex;
      if (!trace.updates.has(digest) || progressGroup) continue;
      if (traced.completed) completed.push(digest);
      else rest.add(digest);
    }
    const current = this.#current;
    const currentDone = completed.includes(current);
    if (currentDone) text += this.#vertex(trace, current, now);
    for (const digest of completed) if (digest !== current) text += this.#vertex(trace, digest, now);
    if (rest.size === 0) {
      const shown = trace.byDigest.get(current);
      if (current !== '' && shown?.started && !shown.completed) return text;
      for (const [digest, traced] of trace.byDigest)
        if (traced.started && !traced.completed && !traced.vertex.progressGroup)
          return text + this.#vertex(trace, digest, now);
      return text;
    }
    if (rest.has(current)) text += this.#vertex(trace, current, now);
    if (current !== '' && !currentDone) rest.add(current);
    const stats = [...rest].map((digest) => {
      const traced = trace.byDigest.get(digest)!;
      const blockTime = now - (traced.lastBlockTime ?? now);
      return {
        digest,
        blockTime,
        speed: traced.count / Math.max(blockTime, 1),
        over: blockTime > MAX_DELAY && digest !== current,
      };
    });
    const busiest = stats.reduce((best, one) => (one.over || one.speed > best.speed ? one : best));
    if (current === '' || currentDone) return text + this.#vertex(trace, busiest.digest, now);
    const over = stats.find((one) => one.over);
    if (over) return text + this.#vertex(trace, over.digest, now);
    const sum = stats.reduce((total, one) => total + one.speed, 0);
    const mine = stats.find((one) => one.digest === current)!;
    // A fair share of the screen: what says much may keep it longer.
    if (ANTI_FLICKER / (1 - mine.speed / (sum || 1)) < mine.blockTime) text += this.#vertex(trace, busiest.digest, now);
    return text;
  }

  #vertex(trace: Trace, digest: string, now: number): string {
    const traced = trace.byDigest.get(digest);
    if (!traced) return '';
    let text = '';
    if (traced.index === 0) traced.index = ++this.#nextIndex;
    const mark = `#${traced.index}`;
    if (digest !== this.#current) {
      const old = trace.byDigest.get(this.#current);
      if (old) {
        if (old.logsPartial) text += '\n';
        old.logsOffset = 0;
        old.count = 0;
        text += `#${old.index} ...\n`;
      }
      if (this.#first) this.#first = false;
      else text += '\n';
      text += `${mark} ${traced.vertex.name}\n`;
      traced.lastBlockTime = now;
    }
    const { open, lines } = this.#statuses(traced, mark);
    text += lines;
    for (const warning of traced.warnings.slice(traced.warningsPrinted)) text += `${mark} WARN: ${warning.shortText}\n`;
    traced.warningsPrinted = traced.warnings.length;
    text += logLines(traced, mark);
    this.#current = digest;
    if (traced.completed && !open) {
      this.#current = '';
      traced.count = 0;
      if (traced.logsPartial) text += '\n';
      const { error, cached } = traced.vertex;
      if (error?.endsWith('context canceled')) text += `${mark} CANCELED\n`;
      else if (error) text += `${mark} ERROR: ${error}\n`;
      else if (cached) text += `${mark} CACHED\n`;
      else text += `${mark} DONE ${(traced.duration(now) / 1000).toFixed(1)}s\n`;
    }
    trace.updates.delete(digest);
    return text;
  }

  #statuses(traced: TracedVertex, mark: string): { open: boolean; lines: string } {
    let lines = '';
    let open = false;
    for (const status of traced.statuses) {
      if (!traced.statusUpdates.has(status.id)) continue;
      const timestamp = parseTime(status.timestamp);
      const last = this.#last.get(status.id);
      if (last && !status.completed) {
        const progress = status.total ? (status.current - last.current) / status.total : 0;
        if (progress < MIN_PROGRESS_DELTA && timestamp - last.timestamp < MIN_TIME_DELTA) continue;
      }
      this.#last.set(status.id, { current: status.current, timestamp });
      let bytes = '';
      if (status.total) bytes = ` ${progressBytes(status.current)} / ${progressBytes(status.total)}`;
      else if (status.current) bytes = ` ${progressBytes(status.current)}`;
      const end = status.completed ? parseTime(status.completed) : timestamp;
      const seconds = status.started ? (end - parseTime(status.started)) / 1000 : 0;
      const time = (seconds > 0.01 ? ` ${seconds.toFixed(1)}s` : '') + (status.completed ? ' done' : '');
      if (!status.completed) open = true;
      lines += `${mark} ${status.id}${bytes}${time}\n`;
    }
    traced.statusUpdates.clear();
    return { open, lines };
  }
}

function logLines(traced: TracedVertex, mark: string): string {
  let text = '';
  const { logs } = traced;
  logs.forEach((line, i) => {
    text += i === 0 && traced.logsOffset ? line.slice(traced.logsOffset) : `${mark} ${line}`;
    const whole = i < logs.length - 1 || !traced.logsPartial;
    if (whole) text += '\n';
    if (whole) traced.lastLogs = [...traced.lastLogs, line].slice(-10);
  });
  if (logs.length && traced.logsPartial) {
    traced.logs = logs.slice(-1);
    traced.logsOffset = traced.logs[0]!.length;
  } else if (logs.length) {
    traced.logs = [];
    traced.logsOffset = 0;
  }
  return text;
}
