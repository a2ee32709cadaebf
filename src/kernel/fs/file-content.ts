const EMPTY = new Uint8Array(0);
/** Holes at the end up to this size are filled with real zeros when a snapshot is taken. */
const LARGEST_FILLED_HOLE = 64 << 20;
/** Zeros written at the end in pieces of at least this size are kept as a hole: `dd if=/dev/zero` takes no memory. */
const SMALLEST_HOLE = 32 << 10;

/**
 * The bytes of a file. Snapshots handed out are never written to again: an append goes into spare room behind them,
 * an overwrite copies first. So reading costs nothing and appending is amortised O(1).
 */
export class FileContent {
  /** Bytes up to `stored`, with room to grow; what lies between `stored` and `length` is a hole. */
  private bytes: Uint8Array;
  private stored: number;
  private length: number;
  /** Somebody may hold a view of the bytes before this offset. */
  private shared: number;
  /** A nominal size, until content is written; -1 for none. */
  private claim: number;

  /** `data` is kept, not copied. */
  constructor(data: Uint8Array = EMPTY, size: number = data.length) {
    this.bytes = data;
    this.stored = this.length = this.shared = data.length;
    this.claim = size === data.length ? -1 : size;
  }

  /** Bytes held in memory: holes and claims are none. */
  get memory(): number {
    return this.stored;
  }

  get size(): number {
    return this.claim >= 0 ? this.claim : this.length;
  }

  read(offset: number, length: number): Uint8Array {
    const end = Math.min(this.length, offset + length);
    if (end <= offset) return EMPTY;
    if (end <= this.stored) {
      if (end > this.shared) this.shared = end;
      return this.bytes.subarray(offset, end);
    }
    const filled = new Uint8Array(end - offset);
    if (offset < this.stored) filled.set(this.bytes.subarray(offset, this.stored));
    return filled;
  }

  /** Everything at once. A huge hole is left out: then the answer is shorter than `size`, as with a claimed size. */
  snapshot(): Uint8Array {
    const hole = this.length - this.stored;
    return this.read(0, hole > LARGEST_FILLED_HOLE ? this.stored : this.length);
  }

  write(offset: number, data: Uint8Array): void {
    if (this.claim >= 0) {
      if (offset === this.claim) offset = this.length;
      this.claim = -1;
    }
    if (data.length === 0) return;
    const end = offset + data.length;
    if (offset >= this.stored && data.length >= SMALLEST_HOLE && isZero(data)) {
      if (end > this.length) this.length = end;
      return;
    }
    this.makeRoom(offset, end);
    if (offset > this.stored) this.bytes.fill(0, this.stored, offset);
    this.bytes.set(data, offset);
    if (end > this.stored) this.stored = end;
    if (end > this.length) this.length = end;
  }

  truncate(size: number): void {
    this.claim = -1;
    this.length = size;
    if (this.stored > size) this.stored = size;
  }

  private makeRoom(offset: number, end: number): void {
    const capacity = this.bytes.length;
    if (end <= capacity && Math.min(offset, this.stored) >= this.shared) return;
    let room = Math.max(end, this.stored);
    if (end > capacity && this.stored > 0)
      room = Math.max(room, Math.min(capacity * 2, capacity + Math.max(16 << 20, capacity >> 2)), 256);
    const grown = new Uint8Array(room);
    grown.set(this.bytes.subarray(0, this.stored));
    this.bytes = grown;
    this.shared = 0;
  }
}

function isZero(data: Uint8Array): boolean {
  if (data[0] !== 0 || data[data.length - 1] !== 0) return false;
  const head = Math.min(data.length, (4 - (data.byteOffset & 3)) & 3);
  for (let at = 0; at < head; at++) if (data[at] !== 0) return false;
  const words = new Uint32Array(data.buffer, data.byteOffset + head, (data.length - head) >> 2);
  for (const word of words) if (word !== 0) return false;
  for (let at = head + words.length * 4; at < data.length; at++) if (data[at] !== 0) return false;
  return true;
}
