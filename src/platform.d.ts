/**
 * The few globals every JavaScript host has (browser, worker, Node) that ECMAScript's own library lacks.
 * The rooms from kernel/ to lessons/ may use these and nothing else: timers, clocks, hashes and sandboxes
 * come in through kernel/platform.ts.
 */
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}
