/**
 * What guest code finds around it: the host's operations, and the globals the prelude has made. Declared here only so that the
 * compiler can read guest functions; nothing is imported by them at run time.
 */
import type { HostValue } from '../host/operations.ts';

export type Host = (operation: string, ...values: unknown[]) => HostValue;
/** A builtin module's exports. */
export type Exports = Record<string, unknown>;
export type Require = (name: string) => Exports;
/** Makes a builtin module. Sent into the sandbox as text. */
export type ModuleFactory = (host: Host, require: Require, world: World) => unknown;

/** What builtin modules share. */
export interface World {
  /** Hears events of the host by name. */
  readonly on: (event: string, listener: (...values: never[]) => void) => void;
  readonly setTimeout: (callback: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) => unknown;
  readonly setImmediate: (callback: (...values: unknown[]) => void, ...values: unknown[]) => unknown;
  readonly nextTick: (callback: (...values: unknown[]) => void, ...values: unknown[]) => void;
  readonly config: GuestConfig;
  /** A class that, called without `new` on an object of an old-style subclass, makes that object one of its own. */
  readonly callable: <T extends object>(original: T) => T;
  /** The object a callable class is being called on; asked for once, by the root of the classes. */
  readonly adopted: () => object | undefined;
}

export interface GuestConfig {
  readonly argv: readonly string[];
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly pid: number;
  readonly ppid: number;
  readonly version: string;
  readonly title: string;
}

export interface Emitter {
  on(event: string, listener: (...values: unknown[]) => void): this;
  once(event: string, listener: (...values: unknown[]) => void): this;
  emit(event: string, ...values: unknown[]): boolean;
  removeListener(event: string, listener: (...values: unknown[]) => void): this;
  listenerCount(event: string): number;
}
