/** Thrown for a regular expression that would take too long, or too much memory, here. */
export class TooComplex extends Error {
  constructor(what: string) {
    super(`drydock: not simulated: a regular expression ${what}`);
  }
}
