/** What the files of this folder say to each other about one call of `inspect`. Types only: see README.md on guest files. */
export type Key = string | symbol;
export type Bag = Record<Key, unknown>;
export type Stylize = (text: string, style: string) => string;

export interface InspectOptions {
  showHidden: boolean;
  depth: number | null;
  colors: boolean;
  customInspect: boolean;
  showProxy: boolean;
  maxArrayLength: number;
  maxStringLength: number;
  breakLength: number;
  compact: number | boolean;
  sorted: boolean | ((a: string, b: string) => number);
  getters: boolean | 'get' | 'set';
  numericSeparator: boolean;
}

/** The options of one call, and how far it has come. */
export interface Context extends InspectOptions {
  stylize: Stylize;
  /** How far to the right the entry being made will stand. */
  indentation: number;
  /** The objects around the one being shown. */
  seen: object[];
  /** The depth of the object that was begun last. */
  deepest: number;
  /** Objects that were met inside themselves, by their number. */
  circular: Map<object, number>;
  /** Options inspect does not know: they are handed on to what shows itself. */
  others: object | undefined;
}

/** Shows a value; `level` counts from 0, the value inspect was called with. */
export type Show = (context: Context, value: unknown, level: number, inTypedArray?: boolean) => string;
/** The entries of an object that are no properties. */
export type Entries = (context: Context, value: object, level: number, show: Show) => string[];
