/** The origin of the page around this one, as far as the browser tells; undefined at the top or where it does not. */
export function surroundingOrigin(): string | undefined {
  if (window.parent === window) return undefined;
  const [nearest] = location.ancestorOrigins ?? [];
  if (nearest !== undefined) return nearest;
  return document.referrer === '' ? undefined : new URL(document.referrer).origin;
}
