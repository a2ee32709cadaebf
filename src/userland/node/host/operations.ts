/** What crosses between sandbox and process: plain values, bytes, and JSON data. */
export type HostValue =
  | undefined
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly HostValue[]
  | { readonly [key: string]: HostValue };

/**
 * The operations a sandboxed program may ask for, by name. They are synchronous; one that takes time answers at once with a number
 * and dispatches an event with that number later. An Error thrown becomes one in the guest, its string properties with it (`code` …).
 * The result must be a HostValue; anything else (the `void` of a call that answers nothing) crosses as undefined.
 */
export type HostOperations = Readonly<Record<string, (...values: HostValue[]) => unknown>>;
