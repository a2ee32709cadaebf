import type { ImageRecipe } from '../recipe.ts';

export type Kind = 'full' | 'slim' | 'alpine';

/** What an image may stand on: its kind, the image itself, and what else is to be known of it. */
export type Bases<Base extends string, More = unknown> = Readonly<
  Record<Base, { readonly kind: Kind; readonly recipe: ImageRecipe } & More>
>;

/**
 * A release's images under all their tags. `stems` are its names, '' for the one that goes without (`slim`, `latest`); of a kind the
 * first base goes by the kind alone (`3.12-slim`), and of the full ones by nothing.
 */
export function variantTags<Base extends string>(
  stems: readonly string[],
  bases: readonly Base[],
  known: Bases<Base>,
  imageOn: (base: Base) => ImageRecipe,
): Record<string, ImageRecipe> {
  const found: Record<string, ImageRecipe> = {};
  const named = new Set<Kind>();
  for (const base of bases) {
    const { kind } = known[base];
    const suffixes: string[] = [base];
    if (!named.has(kind)) suffixes.push(kind === 'full' ? '' : kind);
    named.add(kind);
    const image = imageOn(base);
    for (const stem of stems)
      for (const suffix of suffixes) found[[stem, suffix].filter(Boolean).join('-') || 'latest'] = image;
  }
  return found;
}
