const VARIABLE = /\$(?:\{(\w+)\}|(\w+))/g;

/** The variables a text uses. */
export function templateNames(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, braced, plain]) => braced ?? plain ?? '');
}

/** The text with `$name` and `${name}` replaced. */
export function fillTemplate(text: string, lookup: (name: string) => string): string {
  if (!text.includes('$')) return text;
  return text.replace(VARIABLE, (_, braced: string | undefined, plain: string | undefined) =>
    lookup(braced ?? plain ?? ''),
  );
}
