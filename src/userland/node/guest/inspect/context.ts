/** What util.inspect may be told (nodejs.org/api/util.html#utilinspectobject-options). */
export interface InspectOptions {
  showHidden: boolean;
  /** How many levels below the first; null is all. */
  depth: number | null;
  colors: boolean;
  customInspect: boolean;
  maxArrayLength: number | null;
  maxStringLength: number | null;
  breakLength: number;
  /** How many inner levels may share a line; true joins what it can, false nothing. */
  compact: number | boolean;
  sorted: boolean | ((a: string, b: string) => number);
  getters: boolean | 'get' | 'set';
  numericSeparator: boolean;
}

export type Style =
  | 'special'
  | 'number'
  | 'bigint'
  | 'boolean'
  | 'undefined'
  | 'null'
  | 'string'
  | 'symbol'
  | 'date'
  | 'regexp'
  | 'name';

export type Stylize = (text: string, style: Style) => string;

/** One inspection under way. */
export interface InspectContext extends Omit<InspectOptions, 'maxArrayLength' | 'maxStringLength'> {
  maxArrayLength: number;
  maxStringLength: number;
  stylize: Stylize;
  /** Columns to the left of what is being written. */
  indentation: number;
  currentDepth: number;
  readonly seen: object[];
  /** Numbers of what was met within itself. */
  readonly circular: Map<object, number>;
  readonly given: Partial<InspectOptions>;
}

export type Inspect = ((
  value: unknown,
  options?: Partial<InspectOptions> | boolean,
  ...legacy: unknown[]
) => string) & {
  custom: symbol;
  defaultOptions: Partial<InspectOptions>;
};

/** How the entries of a value are laid out. */
export type Entries = 'object' | 'array';
