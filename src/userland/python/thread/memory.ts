import type { WasmMemory } from './webassembly.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The program's memory as C sees it: little-endian, addresses in bytes. */
export class Memory {
  readonly #memory: WasmMemory;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer);
  }
  get view(): DataView {
    return new DataView(this.#memory.buffer);
  }

  /** A NUL-terminated string. */
  string(address: number): string {
    const { bytes } = this;
    return decoder.decode(bytes.slice(address, bytes.indexOf(0, address)));
  }

  copy(address: number, length: number): Uint8Array {
    return this.bytes.slice(address, address + length);
  }

  write(address: number, data: Uint8Array): void {
    this.bytes.set(data, address);
  }

  /** Writes a NUL-terminated string; answers its bytes with the NUL, or undefined when `size` is too small. */
  writeString(address: number, text: string, size: number): number | undefined {
    const data = encoder.encode(text);
    if (data.length + 1 > size) return undefined;
    this.write(address, data);
    this.bytes[address + data.length] = 0;
    return data.length + 1;
  }

  /** The pieces of a struct iovec array: [address, length] each. */
  vector(address: number, count: number): [number, number][] {
    const { view } = this;
    return Array.from({ length: count }, (_, index) => [
      view.getUint32(address + index * 8, true),
      view.getUint32(address + index * 8 + 4, true),
    ]);
  }

  gather(vector: readonly (readonly [number, number])[]): Uint8Array {
    const whole = new Uint8Array(vector.reduce((sum, [, length]) => sum + length, 0));
    let at = 0;
    for (const [address, length] of vector) {
      whole.set(this.bytes.subarray(address, address + length), at);
      at += length;
    }
    return whole;
  }

  scatter(vector: readonly (readonly [number, number])[], data: Uint8Array): void {
    let at = 0;
    for (const [address, length] of vector) {
      if (at >= data.length) return;
      this.write(address, data.subarray(at, at + length));
      at += length;
    }
  }

  /**
   * struct stat of Emscripten's musl (wasm32): `data` holds twelve doubles in the order of `calls/stat.ts`.
   */
  writeStat(address: number, data: Uint8Array): void {
    const [dev, mode, nlink, uid, gid, rdev, size, blocks, atime, mtime, ctime, ino] = new Float64Array(
      data.slice().buffer,
    ) as unknown as number[];
    const { view } = this;
    const words = [dev, mode, nlink, uid, gid, rdev];
    for (const [index, word] of words.entries()) view.setInt32(address + index * 4, word!, true);
    view.setBigInt64(address + 24, BigInt(size!), true);
    view.setInt32(address + 32, 4096, true);
    view.setInt32(address + 36, blocks!, true);
    for (const [index, time] of [atime!, mtime!, ctime!].entries()) {
      const seconds = Math.floor(time / 1000);
      view.setBigInt64(address + 40 + index * 16, BigInt(seconds), true);
      view.setUint32(address + 48 + index * 16, Math.floor((time - seconds * 1000) * 1e6), true);
    }
    view.setBigInt64(address + 88, BigInt(ino!), true);
  }
}
