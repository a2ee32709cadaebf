/** Layers as they come from elsewhere: tars, plain or compressed. Apart from `layer.ts`, which a computer needs before its engine. */
import { gunzipSync } from 'fflate';
import type { Platform } from '../kernel/platform.ts';
import { digestInSteps } from './digest.ts';
import type { Layer } from './image.ts';
import { changesFromTar, layerSize } from './layer.ts';
import { atOnce, type Steps } from './steps.ts';
import { TarError } from './tar/entry.ts';

/** The layer a tar holds, plain or gzip; what it cannot hold is refused with a TarError. */
export function layerFromTar(bytes: Uint8Array, platform: Platform): Layer {
  return atOnce(layerInSteps(bytes, platform));
}

/** `layerFromTar` in steps. */
export function* layerInSteps(bytes: Uint8Array, platform: Platform): Steps<Layer> {
  const tar = decompress(bytes);
  const changes = changesFromTar(tar);
  const diffId = yield* digestInSteps(tar, platform);
  return { diffId, size: layerSize(changes), changes, tar: () => tar };
}

/** `bytes` without their gzip, if they have one. */
export function decompress(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes);
  if (bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd) {
    throw new TarError('drydock: not simulated: zstd-compressed layers');
  }
  return bytes;
}
