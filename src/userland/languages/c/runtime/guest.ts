/** What the sandbox has for a C program: Node's globals, as far as they are used. */
export interface Guest {
  require(name: 'node:fs'): GuestFiles;
  require(name: 'node:os'): { hostname(): string };
  require(name: 'node:tty'): { isatty(fd: number): boolean };
  setTimeout(run: () => void, ms: number): unknown;
  setInterval(run: () => void, ms: number): unknown;
  clearInterval(timer: unknown): void;
  process: {
    exit(code: number): never;
    kill(pid: number, signal: string | number): void;
    on(event: string, listener: (value: never) => void): void;
    readonly pid: number;
    readonly ppid: number;
    readonly argv: string[];
    readonly env: Record<string, string | undefined>;
    cwd(): string;
    getuid(): number;
    geteuid(): number;
    getgid(): number;
    readonly stdout: { write(data: Uint8Array): unknown };
    readonly stderr: { write(data: Uint8Array): unknown };
    readonly stdin: { on(event: string, listener: (value: never) => void): void };
  };
}

interface GuestFiles {
  readFileSync(path: string): Uint8Array;
  writeFileSync(path: string, data: Uint8Array): void;
  existsSync(path: string): boolean;
  unlinkSync(path: string): void;
  renameSync(from: string, to: string): void;
}
