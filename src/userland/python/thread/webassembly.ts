/** The part of WebAssembly's JavaScript interface the thread uses; the host has it, no TypeScript library of this room does. */
export interface WasmModule {
  readonly wasm?: never;
}
export interface WasmMemory {
  /** Replaced whenever the memory grows. */
  readonly buffer: ArrayBuffer;
}
export interface WasmInstance {
  readonly exports: Readonly<Record<string, (...values: never[]) => unknown>>;
}
export type WasmImports = Record<string, Record<string, unknown>>;

interface WebAssemblyInterface {
  instantiate(module: WasmModule, imports: WasmImports): Promise<WasmInstance>;
  /** JavaScript Promise Integration: an import that suspends the WebAssembly stack while its promise is pending. */
  readonly Suspending?: new (
    run: (...values: never[]) => unknown,
  ) => object;
  /** An export whose stack may be suspended; it answers a promise. */
  readonly promising?: (run: unknown) => (...values: number[]) => Promise<number>;
}

export const webAssembly = (globalThis as unknown as { readonly WebAssembly: WebAssemblyInterface }).WebAssembly;

/** Whether a WebAssembly stack can be suspended here without a shared buffer to wait on. */
export const canSuspend = webAssembly.Suspending !== undefined && webAssembly.promising !== undefined;
