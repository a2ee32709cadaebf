export type { Flavour } from './dialect.ts';
export { loadParser } from './grammar/parser.ts';
export { type Completer, type LineObserver, runShell, type ShellOptions, shellProgram } from './program.ts';
export { createSession, type Session, type SessionOptions } from './session.ts';
