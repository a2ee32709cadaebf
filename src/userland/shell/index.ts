export type { Flavour } from './dialect.ts';
export { type Completer, runShell, type ShellOptions, shellProgram } from './program.ts';
export { createSession, type Session, type SessionOptions } from './session.ts';
