export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

/** The termios flags that programs here care about. */
export interface TerminalSettings {
  /** ICANON: lines, with erase and end-of-file */
  readonly canonical: boolean;
  readonly echo: boolean;
  /** ISIG: Ctrl-C, Ctrl-Z, Ctrl-\ raise signals */
  readonly signals: boolean;
  /** ICRNL */
  readonly mapCarriageReturn: boolean;
  /** OPOST|ONLCR */
  readonly mapNewline: boolean;
}

/** The keyboard-and-screen side of a pseudo-terminal. */
export interface TerminalMaster {
  /** The slave's device: `/dev/pts/0`. */
  readonly path: string;
  /** Keys typed. */
  input(bytes: Uint8Array): void;
  /** What the screen shall show; one listener. */
  onOutput(listener: (bytes: Uint8Array) => void): void;
  /** Resolves once the reader of onOutput has taken what was written: the listener may return a promise to push back. */
  resize(size: WindowSize): void;
  /** Hangs up: SIGHUP to the session. */
  close(): void;
}
