/**
 * What the parts of the runtime share. Each part is a function that is sent into the JavaScript sandbox as text, so that it uses
 * nothing from outside but what is handed to it: G, what the others put there, and Node's modules through `load`.
 */

/** A type as the program describes it (emit/type-table.ts). */
export interface GoType {
  readonly name: string;
  readonly kind: string;
  readonly isNamed?: boolean;
  readonly isUncomparable?: boolean;
  readonly of?: GoType;
  readonly key?: GoType;
  readonly length?: number;
  readonly fields?: readonly GoField[];
  /** By name, the receiver their first parameter. */
  readonly methods: Readonly<Record<string, (...values: never[]) => unknown>>;
  /** Its methods' names, with what they take and give. */
  readonly keys: readonly string[];
  /** Of an interface: those its values have. */
  readonly wants?: readonly string[];
  zero(): unknown;
}

export interface GoField {
  readonly name: string;
  /** Its name in JavaScript. */
  readonly at: string;
  readonly type: GoType;
  readonly tag: string;
  readonly isEmbedded: boolean;
}

/** A value of JSON; numbers as they are written. */
export type Json = null | boolean | string | { readonly number: string } | Json[] | Map<string, Json>;

/** A struct's field in JSON: its key, the way to it through embedded structs, what its tag asks for. */
export interface JsonField extends GoField {
  readonly key: string;
  readonly path: readonly string[];
  readonly options: readonly string[];
}

/** What the parts for JSON share. */
export interface JsonTools {
  problem(text: string): never;
  quoted(text: string, escapesHtml: boolean): string;
  compact(text: string): string;
  write(value: Json): string;
  /** What `run` gives, and what was wrong: '' nothing. */
  guarded<T>(run: () => T, otherwise: T): [T, string];
  read(text: string): { readonly at: number; value(): Json; end(): void };
}

/** A value in an interface: with its type. No value, nil, is null. */
export interface Boxed {
  readonly t: GoType;
  readonly v: unknown;
}

/** Part of a list: from `o`, `n` long, room for `c`. No slice, nil, is null. */
export interface GoSlice {
  readonly a: unknown[];
  readonly o: number;
  readonly n: number;
  readonly c: number;
}

export interface GoMap {
  readonly size: number;
  has(key: unknown): boolean;
  get(key: unknown): unknown;
  set(key: unknown, value: unknown): unknown;
  delete(key: unknown): boolean;
  clear(): void;
  entries(): IterableIterator<[unknown, unknown]>;
}

export interface Holder {
  v: unknown;
}

/** An integer of 64 bits: a number where that is exact, else a big integer. */
export type Int = number | bigint;

/** What stands between % and a verb. */
export interface FormatFlags {
  /** %+v: the names of fields. */
  readonly fields: boolean;
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly precision: number | undefined;
}

type Native = (...values: never[]) => unknown;

export interface Runtime {
  readonly version: string;
  /** The name the program was started under. */
  readonly program: string | undefined;
  /** What functions without a body in library/ do: by package and name. */
  readonly natives: Record<string, Native>;
  readonly load: (name: string) => never;
  readonly process: GuestProcess;
  readonly setTimeout: (done: () => void, ms: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
  readonly [part: string]: unknown;
  // values
  Cell: new (
    v: unknown,
  ) => Holder;
  Box: new (t: GoType, v: unknown) => Boxed;
  box(t: GoType, v: unknown): Boxed;
  list(values: unknown[]): GoSlice;
  items(slice: GoSlice | null): unknown[];
  same(a: Boxed | null, b: Boxed | null): boolean;
  entries(map: GoMap | null): Iterable<[unknown, unknown]>;
  /** A type that the runtime itself makes values of. */
  basic(name: string): GoType;
  // text
  encode(text: string): string;
  decode(bytes: string): string;
  bytes(text: string): GoSlice;
  bytesText(bytes: GoSlice | null): string;
  runes(text: string): Iterable<[number, number]>;
  runeText(rune: Int): string;
  // panics
  fail(text: string): never;
  refuse(what: string): never;
  /** The end, with status 2. */
  die(text: string): never;
  /** The end of a program after something nobody caught. */
  crash(thrown: unknown): never;
  // goroutines
  /** Waits until somebody calls what `register` is given. */
  park<T>(register: (wake: (value: T) => void) => void): Promise<T>;
  /** Lets time pass, now and then: a loop that asks again and again would let nothing else happen. */
  breathe(): Promise<void> | undefined;
  /** A promise of what the outside world will do: while there is one, nobody is stuck. */
  outside<T>(start: (done: (value: T) => void) => void): Promise<T>;
  /** The same without waiting: something will happen until what is returned is called. */
  expect(): () => void;
  go(run: () => unknown): void;
  // numbers
  exact(value: bigint, bits: number, isUnsigned: boolean): Int;
  // JSON
  json: JsonTools;
  jsonFields(type: GoType): readonly JsonField[];
  // formatting
  format(verb: string, value: Boxed | null): string;
  float(value: number): string;
  /** By the verb; undefined: it is none for such numbers. */
  floatText(value: number, verb: string, flags: FormatFlags, isSingle: boolean): string | undefined;
  integerText(value: Int, verb: string, flags: FormatFlags, isUnsigned: boolean): string | undefined;
  quote(text: string): string;
}

export interface GuestProcess {
  exit(code: number): never;
  readonly stdout: { write(text: Uint8Array | string): unknown };
  readonly stderr: { write(text: Uint8Array | string): unknown };
  readonly stdin: {
    on(event: string, listener: (chunk: Uint8Array) => void): unknown;
    resume?(): unknown;
    pause?(): unknown;
    unref?(): unknown;
  };
  readonly env: Record<string, string | undefined>;
  readonly argv: readonly string[];
  readonly pid: number;
  readonly ppid: number;
  cwd(): string;
  chdir(path: string): void;
  getuid(): number;
  getgid(): number;
  on(event: string, listener: (...values: unknown[]) => void): unknown;
}
