import type { CSSProperties } from 'react';

/** Distinct colours: more than these nobody tells apart. */
const HUES = 24;

/** The same layer has the same colour wherever it is drawn: in the editor's margin, in a build, in an image, below a container. */
export function hueOf(diffId: string): number {
  return (Number.parseInt(diffId.replace(/^sha256:/, '').slice(0, 6), 16) % HUES) * (360 / HUES);
}

/** For an element that stands for a layer; without one it is grey. */
export function layerStyle(diffId: string | undefined): CSSProperties {
  const style = diffId === undefined ? { '--tint': '0%' } : { '--hue': hueOf(diffId) };
  return style as CSSProperties;
}
