import { Conversion, type Converted, type ImageAnswer } from '../../src/build/convert/conversion.ts';
import type { BuildRequest } from '../../src/build/types.ts';
import { emptyRoot } from '../../src/kernel/fs/tree.ts';
import type { Image } from '../../src/oci/image.ts';

/** Converts without building; every image from outside is `image`. */
export function convertDockerfile(
  dockerfile: string,
  options: { image?: Image; digest?: `sha256:${string}`; target?: string; ignore?: readonly string[] } = {},
): { conversion: Conversion; converted: Converted } {
  const request: BuildRequest = {
    dockerfile,
    dockerfileName: 'Dockerfile',
    context: emptyRoot,
    tags: [],
    buildArgs: {},
    labels: {},
    target: options.target,
    ignore: options.ignore,
  };
  const conversion = new Conversion(request);
  const run = conversion.run();
  let step = run.next();
  while (!step.done) {
    const answers = step.value.map(({ reference }): ImageAnswer => {
      if (!options.image) return undefined;
      return {
        image: { image: options.image, canonicalName: reference, digest: options.digest },
        pulled: options.digest !== undefined,
      };
    });
    step = run.next(answers);
  }
  return { conversion, converted: step.value };
}
