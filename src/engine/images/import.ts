import { createImage } from '../../oci/assemble.ts';
import type { ContainerConfig, Image } from '../../oci/image.ts';
import { DEFAULT_PLATFORM, type OciPlatform } from '../../oci/platform.ts';
import { layerFromTar } from '../../oci/received-layer.ts';
import { TarError } from '../../oci/tar/entry.ts';
import type { EngineContext } from '../context.ts';
import { badParameter } from '../errors.ts';
import { rfc3339Nano } from '../time.ts';
import { applyChanges } from './config-changes.ts';

/** `POST /images/create?fromSrc=-`: one layer of a tar. */
export async function importImage(
  context: EngineContext,
  tar: Uint8Array,
  options: { message: string; changes: readonly string[]; platform?: OciPlatform },
): Promise<Image> {
  const created = rfc3339Nano(context.platform.now());
  const config: ContainerConfig = await applyChanges({}, options.changes);
  try {
    const layer = layerFromTar(tar, context.platform);
    const history = [{ created, comment: options.message || 'Imported from -' }];
    const { os, architecture, variant } = options.platform ?? DEFAULT_PLATFORM;
    const image = createImage(
      { created, architecture, ...(variant && { variant }), os, config, history },
      [layer],
      context.platform,
    );
    context.images.add(image);
    return image;
  } catch (error) {
    if (error instanceof TarError) throw badParameter(error.message);
    throw error;
  }
}
