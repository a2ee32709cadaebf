import type { Image } from '../../oci/image.ts';
import { formatPlatform, type OciPlatform, onlyPlatform, parsePlatform } from '../../oci/platform.ts';
import { badParameter, messageOf, notFound } from '../errors.ts';

/** The platform a request asks for: `linux/arm64`, or an object in JSON; of several the first. */
export function platformAsked(text: string): OciPlatform | undefined {
  if (text === '') return undefined;
  try {
    return text.startsWith('{') ? (JSON.parse(text) as OciPlatform) : parsePlatform(text);
  } catch (error) {
    throw badParameter(messageOf(error));
  }
}

export function isOfPlatform(image: Image, asked: OciPlatform): boolean {
  return onlyPlatform(asked).match(image.config);
}

/** The daemon's words for an image that is here, but of another platform than asked for. */
export function otherPlatform(name: string, image: Image, asked: OciPlatform): string {
  const own = formatPlatform(image.config);
  return `image with reference ${name} was found but its platform (${own}) does not match the specified platform (${formatPlatform(asked)})`;
}

export function checkPlatform(name: string, image: Image, text: string): void {
  const asked = platformAsked(text);
  if (asked && !isOfPlatform(image, asked)) throw notFound(otherPlatform(name, image, asked));
}
