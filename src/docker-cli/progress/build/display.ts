import { sourceExcerpt } from '../../../dockerfile/excerpt.ts';
import type { SolveStatus } from '../../../engine/api/solve-status.ts';
import type { Cli } from '../../cli.ts';
import { decodeBase64 } from '../../client/base64.ts';
import type { CliOutput } from '../../host.ts';
import { PlainProgress } from './plain.ts';
import { TerminalProgress } from './terminal.ts';
import { Trace } from './trace.ts';

export type ProgressMode = 'auto' | 'plain' | 'tty' | 'rawjson' | 'quiet' | 'none';

/** How a build presents itself: its first line, who builds, and where all that is written. */
export interface BuildStyle {
  readonly announcement: string;
  readonly driver: string;
  readonly stream: 'stdout' | 'stderr';
}

const BUILDX: BuildStyle = {
  announcement: 'building with "default" instance using docker driver',
  driver: 'docker:default',
  stream: 'stderr',
};

const REFRESH = 100;
const TICK = 150;

/** Shows a build while it goes, in one of BuildKit's ways. */
export class BuildDisplay {
  readonly #cli: Cli;
  readonly #mode: 'plain' | 'tty' | 'rawjson' | 'quiet';
  readonly #trace = new Trace();
  readonly #plain: PlainProgress;
  readonly #terminal: TerminalProgress;
  readonly #out: CliOutput;
  #lastRefresh = 0;
  #ticking = false;
  #done = false;

  constructor(cli: Cli, mode: ProgressMode, style: BuildStyle = BUILDX) {
    this.#cli = cli;
    this.#plain = new PlainProgress(style.announcement);
    this.#terminal = new TerminalProgress(style.driver);
    this.#out = cli.host[style.stream];
    if (mode === 'auto') this.#mode = this.#out.isTerminal ? 'tty' : 'plain';
    else this.#mode = mode === 'none' ? 'quiet' : mode;
    // Without a terminal there is no drawing in place.
    if (this.#mode === 'tty' && !this.#out.isTerminal) this.#mode = 'plain';
  }

  async update(status: SolveStatus): Promise<void> {
    if (this.#mode === 'rawjson') {
      await this.#write(`${JSON.stringify(status)}\n`);
      return;
    }
    const now = this.#cli.host.now();
    this.#trace.update(status, now);
    if (now - this.#lastRefresh >= REFRESH) await this.#refresh(false);
    // The command may end while a tick is still asleep.
    if (!this.#ticking && (this.#mode === 'tty' || this.#trace.updates.size)) this.#tick().catch(() => {});
  }

  /** The last look: everything that is known, then the output of what failed. */
  async finish(): Promise<void> {
    this.#done = true;
    await this.#refresh(true);
    if (this.#mode === 'plain' || this.#mode === 'tty') await this.#write(this.#trace.errorLogs());
  }

  async printWarnings(debug: boolean): Promise<void> {
    const { warnings } = this.#trace;
    if (warnings.length === 0 || this.#mode === 'rawjson' || this.#mode === 'quiet') return;
    const found = warnings.length === 1 ? '1 warning found' : `${warnings.length} warnings found`;
    let text = `\n \x1b[33m${found}${debug ? '' : ' (use docker --debug to expand)'}:\n\x1b[0m`;
    for (const warning of warnings) {
      text += ` - ${warning.shortText}\n`;
      if (!debug) continue;
      for (const detail of warning.detailText) text += `${detail}\n`;
      if (warning.url) text += `More info: ${warning.url}\n`;
      if (warning.sourceInfo && warning.range?.length) {
        const source = new TextDecoder().decode(decodeBase64(warning.sourceInfo.data));
        const lines = warning.range.map(({ start, end }) => ({ start: start.line, end: end.line }));
        text += `${sourceExcerpt(warning.sourceInfo.filename, source, lines)}\n`;
      }
      text += '\n';
    }
    await this.#write(text);
  }

  #write(text: string): Promise<void> {
    return text === '' ? Promise.resolve() : this.#out.write(text);
  }

  async #refresh(all: boolean): Promise<void> {
    const now = this.#cli.host.now();
    this.#lastRefresh = now;
    if (this.#mode === 'plain') await this.#write(this.#plain.print(this.#trace, now));
    else if (this.#mode === 'tty' && this.#trace.byDigest.size)
      await this.#write(this.#terminal.draw(this.#trace, now, this.#out.size(), all));
  }

  /** Keeps the clock on the screen going while nothing is said. */
  async #tick(): Promise<void> {
    this.#ticking = true;
    do {
      await this.#cli.host.sleep(TICK);
      if (!this.#done) await this.#refresh(false);
    } while (!this.#done && this.#mode === 'tty');
    this.#ticking = false;
  }
}
