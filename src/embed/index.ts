/** Drydock in a web page of yours. */
export { type Drydock, type MountOptions, mount } from './mount.ts';
export type { Build, Goal, State } from './protocol.ts';
export { type Actor, type Statement, Statements } from './xapi.ts';
