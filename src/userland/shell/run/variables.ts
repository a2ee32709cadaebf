/** One variable. A mutable record: the shell's scopes hold them by name. */
export interface Variable {
  value: string | undefined;
  exported: boolean;
  readonly: boolean;
  /** bash attributes. */
  integer?: boolean;
  array?: Map<string, string>;
  associative?: boolean;
  case?: 'upper' | 'lower';
  reference?: boolean;
}

/** Where dash and busybox keep a name: a command's environment is handed on in the order of this table. */
const TABLE_SIZE = 39;

function tableSlot(name: string): number {
  let sum = name.charCodeAt(0) << 4;
  for (let i = 0; i < name.length; i++) sum += name.charCodeAt(i);
  return sum % TABLE_SIZE;
}

/** Characters of a value from which on it is counted as memory. */
const LARGE = 1 << 20;

/** The subscripts of an indexed array, ascending; of an associative one, as inserted. */
export function arrayKeys(variable: Variable): string[] {
  const keys = [...(variable.array?.keys() ?? [])];
  return variable.associative ? keys : keys.sort((left, right) => Number(left) - Number(right));
}

export function arrayValues(variable: Variable): string[] {
  if (!variable.array) return variable.value === undefined ? [] : [variable.value];
  return arrayKeys(variable).map((key) => variable.array!.get(key)!);
}

export class ReadOnlyVariable extends Error {
  readonly variable: string;
  constructor(variable: string) {
    super(`${variable}: is read only`);
    this.variable = variable;
  }
}

/** The shell's variables; a function's locals hide the outer ones until it returns. */
export class Variables {
  private map: Map<string, Variable>;
  private frames: Map<string, Variable | undefined>[] = [];
  private environment: Map<string, string> | undefined;
  /** Of the environment, what is no variable here. */
  private others: [string, string][] = [];
  /** Whether names are kept in dash's table; bash's environment is in the order of assignment here. */
  private readonly hashed: boolean;
  /** Called after each assignment to a name that means something to the shell. */
  onChange: ((name: string) => void) | undefined;
  /** Called when a value is so long that the memory it takes counts. */
  onLarge: ((length: number) => void) | undefined;

  constructor(hashed: boolean, map: Map<string, Variable> = new Map()) {
    this.hashed = hashed;
    this.map = map;
  }

  clone(): Variables {
    const map = new Map<string, Variable>();
    for (const [name, variable] of this.map) {
      map.set(name, variable.array ? { ...variable, array: new Map(variable.array) } : { ...variable });
    }
    const copy = new Variables(this.hashed, map);
    copy.frames = this.frames.map((frame) => new Map(frame));
    copy.others = this.others;
    return copy;
  }

  get(name: string): string | undefined {
    const variable = this.map.get(name);
    if (!variable) return undefined;
    return variable.array ? variable.array.get('0') : variable.value;
  }

  lookup(name: string): Variable | undefined {
    return this.map.get(name);
  }

  set(name: string, value: string): Variable {
    if (value.length > LARGE) this.onLarge?.(value.length);
    const variable = this.map.get(name);
    if (!variable) {
      const made = { value, exported: false, readonly: false };
      this.map.set(name, made);
      this.onChange?.(name);
      return made;
    }
    if (variable.readonly) throw new ReadOnlyVariable(name);
    if (variable.array) variable.array.set('0', value);
    else
      variable.value = variable.case ? (variable.case === 'upper' ? value.toUpperCase() : value.toLowerCase()) : value;
    if (variable.exported) this.environment = undefined;
    this.onChange?.(name);
    return variable;
  }

  /** The variable, made unset when there is none: to give attributes to. */
  declare(name: string): Variable {
    let variable = this.map.get(name);
    if (!variable) {
      variable = { value: undefined, exported: false, readonly: false };
      this.map.set(name, variable);
    }
    this.environment = undefined;
    return variable;
  }

  export(name: string, on = true): void {
    this.declare(name).exported = on;
    this.environment = undefined;
  }

  /** Gives it to commands without knowing it. */
  handOn(name: string, value: string): void {
    this.others = [...this.others, [name, value]];
    this.environment = undefined;
  }

  unset(name: string): void {
    const variable = this.map.get(name);
    if (!variable) return;
    if (variable.readonly) throw new ReadOnlyVariable(name);
    this.map.delete(name);
    this.environment = undefined;
    this.onChange?.(name);
  }

  /** Puts a saved variable back whatever its attributes. */
  restore(name: string, variable: Variable | undefined): void {
    if (variable) this.map.set(name, variable);
    else this.map.delete(name);
    this.environment = undefined;
    this.onChange?.(name);
  }

  pushFrame(): void {
    this.frames.push(new Map());
  }

  popFrame(): void {
    const frame = this.frames.pop();
    if (frame) for (const [name, variable] of frame) this.restore(name, variable);
  }

  get inFunction(): boolean {
    return this.frames.length > 0;
  }

  /** Makes `name` local to the running function. dash and busybox keep the outer value, bash starts unset. */
  local(name: string, inherit: boolean): Variable {
    const frame = this.frames.at(-1)!;
    const outer = this.map.get(name);
    if (!frame.has(name)) {
      if (outer?.readonly) throw new ReadOnlyVariable(name);
      frame.set(name, outer);
      const copy: Variable =
        inherit && outer ? { ...outer } : { value: undefined, exported: outer?.exported ?? false, readonly: false };
      this.map.set(name, copy);
      this.environment = undefined;
    }
    return this.map.get(name)!;
  }

  /** The environment of commands, made again only after something exported has changed. */
  exports(): Map<string, string> {
    if (!this.environment) {
      const exported: [string, string][] = [];
      for (const [name, variable] of this.map)
        if (variable.exported && variable.value !== undefined) exported.push([name, variable.value]);
      if (this.hashed) exported.sort(([left], [right]) => tableSlot(left) - tableSlot(right));
      this.environment = new Map([...this.others, ...exported]);
    }
    return this.environment;
  }

  /** What a script run without a new shell image starts with. */
  keepExported(): void {
    for (const [name, variable] of [...this.map])
      if (!variable.exported && !/^(IFS|PS[124]|OPTIND|PPID)$/.test(name)) this.map.delete(name);
  }

  names(): string[] {
    return [...this.map.keys()].sort();
  }
}
