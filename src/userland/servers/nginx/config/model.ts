import type { Scope } from './scope.ts';

export interface Listen {
  readonly address: string;
  readonly port: number;
  readonly isDefault: boolean;
}

export interface Location {
  /** `exact`: =, `prefer`: ^~, `regex`: ~ and ~*, `named`: @name. */
  readonly kind: 'exact' | 'prefix' | 'prefer' | 'regex' | 'named';
  readonly pattern: string;
  readonly regex: RegExp | undefined;
  readonly scope: Scope;
  readonly locations: readonly Location[];
}

export interface Server {
  readonly scope: Scope;
  readonly names: readonly string[];
  readonly listens: readonly Listen[];
  readonly locations: readonly Location[];
}

export interface Peer {
  readonly address: string;
  readonly port: number;
  readonly weight: number;
  readonly isBackup: boolean;
}

/** `map $source $name { … }` */
export interface VariableMap {
  readonly source: string;
  readonly exact: ReadonlyMap<string, string>;
  readonly patterns: readonly (readonly [RegExp, string])[];
  readonly fallback: string;
}

export interface Configuration {
  readonly path: string;
  /** The texts read, by path, in order. */
  readonly files: ReadonlyMap<string, string>;
  readonly main: Scope;
  readonly http: Scope | undefined;
  readonly servers: readonly Server[];
  readonly upstreams: ReadonlyMap<string, readonly Peer[]>;
  readonly maps: ReadonlyMap<string, VariableMap>;
  readonly formats: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}
