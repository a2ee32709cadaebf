import type { Guest } from './guest.ts';

/**
 * A C program's memory: 16 MB, of which the stack has the last one. A pointer is a number; below FIRST_ADDRESS (../memory.ts) and past
 * the end a use of it is a fault. `C` is what compiled code calls.
 */
export function cMemory(end: number) {
  const guest = globalThis as unknown as Guest;
  const FIRST = 4096;
  const SIZE = 16 * 1024 * 1024;
  const STACK = 1024 * 1024;
  const buffer = new ArrayBuffer(SIZE);
  const bytes = new Uint8Array(buffer);
  const view = new DataView(buffer);
  let stack = SIZE - 4096;
  class Exit extends Error {
    constructor(readonly status: number) {
      super('exit');
    }
  }
  class Signal extends Error {
    constructor(readonly number: number) {
      super('signal');
    }
  }
  const fault = (): never => {
    throw new Signal(11);
  };
  const check = (address: number, size: number): number =>
    address >= FIRST && address + size <= SIZE ? address : fault();

  const C = {
    i1: (a: number) => view.getInt8(check(a, 1)),
    u1: (a: number) => view.getUint8(check(a, 1)),
    i2: (a: number) => view.getInt16(check(a, 2), true),
    u2: (a: number) => view.getUint16(check(a, 2), true),
    i4: (a: number) => view.getInt32(check(a, 4), true),
    u4: (a: number) => view.getUint32(check(a, 4), true),
    i8: (a: number) => view.getBigInt64(check(a, 8), true),
    u8: (a: number) => view.getBigUint64(check(a, 8), true),
    f4: (a: number) => view.getFloat32(check(a, 4), true),
    f8: (a: number) => view.getFloat64(check(a, 8), true),
    p8: (a: number) => view.getUint32(check(a, 8), true),
    si1: (a: number, v: number) => {
      view.setInt8(check(a, 1), v);
      return v;
    },
    su1: (a: number, v: number) => {
      view.setUint8(check(a, 1), v);
      return v;
    },
    si2: (a: number, v: number) => {
      view.setInt16(check(a, 2), v, true);
      return v;
    },
    su2: (a: number, v: number) => {
      view.setUint16(check(a, 2), v, true);
      return v;
    },
    si4: (a: number, v: number) => {
      view.setInt32(check(a, 4), v, true);
      return v;
    },
    su4: (a: number, v: number) => {
      view.setUint32(check(a, 4), v, true);
      return v;
    },
    si8: (a: number, v: bigint) => {
      view.setBigInt64(check(a, 8), v, true);
      return v;
    },
    su8: (a: number, v: bigint) => {
      view.setBigUint64(check(a, 8), v, true);
      return v;
    },
    sf4: (a: number, v: number) => {
      view.setFloat32(check(a, 4), v, true);
      return v;
    },
    sf8: (a: number, v: number) => {
      view.setFloat64(check(a, 8), v, true);
      return v;
    },
    sp8: (a: number, v: number) => {
      view.setUint32(check(a, 8), v, true);
      view.setUint32(a + 4, 0, true);
      return v;
    },
    copy: (to: number, from: number, size: number) => {
      if (size > 0) bytes.copyWithin(check(to, size), check(from, size), from + size);
      return to;
    },
    fill: (to: number, size: number) => void bytes.fill(0, check(to, size), to + size),
    text: (to: number, text: string) => {
      for (let at = 0; at < text.length; at++) bytes[to + at] = text.charCodeAt(at);
    },
    enter: (size: number) => {
      stack -= size;
      if (stack < SIZE - 4096 - STACK) fault();
      return stack;
    },
    leave: (size: number) => {
      stack += size;
    },
    /** A struct that is returned: copied out of a frame that goes, and soon copied on. */
    keep: (from: number, size: number) => {
      kept = kept + size > KEPT + 65536 ? KEPT : kept;
      const to = kept;
      kept += (size + 15) & ~15;
      return C.copy(to, from, size);
    },
    quotient: (a: number | bigint, b: number | bigint) =>
      (b ? (a as number) / (b as number) : arithmeticFault()) as never,
    remainder: (a: number | bigint, b: number | bigint) =>
      (b ? (a as number) % (b as number) : arithmeticFault()) as never,
    address: (of: unknown) => {
      let index = functions.indexOf(of);
      if (index < 0) index = functions.push(of) - 1;
      return index + 1;
    },
    functionAt: (pointer: number) => functions[pointer - 1] ?? fault(),
    library: {} as Record<string, unknown>,
  };
  const functions: unknown[] = [];
  const arithmeticFault = (): never => {
    throw new Signal(8);
  };
  const KEPT = (end + 15) & ~15;
  let kept = KEPT;

  // --- the heap: blocks of a size each, first fit
  const HEAP = KEPT + 65536;
  const sizes = new Map<number, number>();
  const free: { address: number; size: number }[] = [{ address: HEAP, size: SIZE - 4096 - STACK - HEAP }];
  const allocate = (wanted: number): number => {
    const size = Math.max(16, (wanted + 15) & ~15);
    const index = free.findIndex((each) => each.size >= size);
    if (index < 0) return 0;
    const block = free[index]!;
    sizes.set(block.address, size);
    if (block.size === size) free.splice(index, 1);
    else free[index] = { address: block.address + size, size: block.size - size };
    return block.address;
  };
  const release = (address: number): void => {
    if (address === 0) return;
    const size = sizes.get(address);
    if (size === undefined) {
      guest.process.stderr.write(encode('free(): invalid pointer\n'));
      throw new Signal(6);
    }
    sizes.delete(address);
    free.push({ address, size });
    free.sort((a, b) => a.address - b.address);
    for (let at = free.length - 1; at > 0; at--)
      if (free[at - 1]!.address + free[at - 1]!.size === free[at]!.address)
        free[at - 1]!.size += free.splice(at, 1)[0]!.size;
  };

  // --- text
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const decode = (from: Uint8Array): string => new TextDecoder().decode(Uint8Array.from(from));
  const lengthAt = (address: number): number => {
    let end = check(address, 1);
    while (bytes[end] !== 0) if (++end >= SIZE) fault();
    return end - address;
  };
  /** The bytes of a string as characters. */
  const raw = (address: number): string => {
    let text = '';
    for (let at = check(address, 1); bytes[at] !== 0; at++) text += String.fromCharCode(bytes[at]!);
    return text;
  };
  const stringAt = (address: number): string => decode(bytes.subarray(check(address, 1), address + lengthAt(address)));
  const put = (address: number, from: ArrayLike<number>): void => {
    bytes.set(from, check(address, from.length + 1));
    bytes[address + from.length] = 0;
  };
  const allocateText = (text: string): number => {
    const encoded = encode(text);
    const address = allocate(encoded.length + 1);
    if (address !== 0) put(address, encoded);
    return address;
  };
  /** Characters that are bytes, as bytes. */
  const toBytes = (text: string): number[] => Array.from(text, (each) => each.charCodeAt(0));
  return {
    C,
    bytes,
    Exit,
    Signal,
    fault,
    check,
    sizes,
    allocate,
    release,
    encode,
    lengthAt,
    raw,
    stringAt,
    put,
    allocateText,
    toBytes,
  };
}

export type Memory = ReturnType<typeof cMemory>;
