/** Where static data begins: what lies below is nobody's, and a pointer to it a fault. */
export const FIRST_ADDRESS = 4096;

/** The data a program begins with: its globals' room and its strings, laid out when it is compiled. */
export class StaticMemory {
  #size = FIRST_ADDRESS;
  readonly #strings = new Map<string, number>();

  /** The end: there the heap begins. */
  get end(): number {
    return this.#size;
  }

  /** Room for something, all zero. */
  reserve(size: number, align: number): number {
    const address = Math.ceil(this.#size / align) * align;
    this.#size = address + size;
    return address;
  }

  /** A string's place; the same one has one place. */
  string(text: string): number {
    let address = this.#strings.get(text);
    if (address === undefined) this.#strings.set(text, (address = this.reserve(text.length + 1, 1)));
    return address;
  }

  /** Every string with its address. */
  strings(): readonly (readonly [address: number, text: string])[] {
    return [...this.#strings].map(([text, address]) => [address, text] as const);
  }
}
