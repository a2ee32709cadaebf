/** A package as it is named on the command line. */
export interface Wanted {
  readonly name: string;
  readonly range: string;
}

/** `name`, `name@range`, `@scope/name@range`. */
export function parseSpecifier(text: string): Wanted {
  const [, name = text, range = ''] = /^(@?[^@]+)(?:@(.*))?$/s.exec(text) ?? [];
  if (/^(\.{0,2}\/|https?:|git|file:)/.test(text)) {
    throw new Error(`drydock: not simulated: installing what is not in the npm registry (${text})`);
  }
  return { name, range };
}
