import type { CSSProperties } from 'react';

/** Degrees from one colour to the next: no two of the first dozen are near each other, and neighbours never are. */
const GOLDEN_ANGLE = 137.508;

/** Layers in the order in which they were first drawn. */
const seen = new Map<string, number>();

/** The same layer has the same colour wherever it is drawn: in the editor's margin, in a build, in an image, below a container. */
export function hueOf(diffId: string): number {
  if (!seen.has(diffId)) seen.set(diffId, seen.size);
  return Math.round(170 + seen.get(diffId)! * GOLDEN_ANGLE) % 360;
}

/** For an element that stands for a layer; without one it is grey. */
export function layerStyle(diffId: string | undefined): CSSProperties {
  const style = diffId === undefined ? { '--tint': '0%' } : { '--hue': hueOf(diffId) };
  return style as CSSProperties;
}
