/** Frames of a stream without a tty: type, three zeros, length, data (moby's stdcopy). */
export async function* demultiplex(
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ stream: number; data: Uint8Array }> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of input) {
    if (rest.length === 0) rest = chunk;
    else {
      const joined = new Uint8Array(rest.length + chunk.length);
      joined.set(rest);
      joined.set(chunk, rest.length);
      rest = joined;
    }
    while (rest.length >= 8) {
      const length = ((rest[4]! << 24) | (rest[5]! << 16) | (rest[6]! << 8) | rest[7]!) >>> 0;
      if (rest[0]! > 3 || rest[1] !== 0) throw new Error(`Unrecognized input header: ${rest[0]}`);
      if (rest.length < 8 + length) break;
      const data = rest.subarray(8, 8 + length);
      const stream = rest[0]!;
      rest = rest.subarray(8 + length);
      if (stream === 3) throw new Error(`error from daemon in stream: ${new TextDecoder().decode(data)}`);
      yield { stream, data };
    }
  }
}
