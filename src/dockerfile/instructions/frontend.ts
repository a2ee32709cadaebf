import { DockerfileError } from '../location.ts';
import { detectSyntax } from '../parser/directives.ts';

/** A release of BuildKit's Dockerfile frontend: what one knows and checks another does not. */
export interface Frontend {
  /** Of 1.x. */
  readonly minor: number;
  /** Built with what is still being tried. */
  readonly labs: boolean;
}

/** The frontend inside Docker 28.5, for a file that asks for no other. */
export const BUILT_IN: Frontend = { minor: 19, labs: false };
const NEWEST: Frontend = { minor: Number.POSITIVE_INFINITY, labs: false };
/** All that any release knows. */
export const LABS: Frontend = { ...NEWEST, labs: true };

/** The frontend a Dockerfile asks for, by `# syntax=` or the build argument that stands for it. */
export function frontendOf(dockerfile: string, argument: string | undefined): Frontend {
  const found = argument ? { value: argument, range: undefined } : detectSyntax(dockerfile);
  if (!found) return BUILT_IN;
  // Also out of a mirror of Docker Hub.
  const image =
    /^(?:[\w.-]+(?::\d+)?\/)?docker\/dockerfile(?:-upstream)?(?::([\w.-]+))?(?:@sha256:[0-9a-f]{64})?$/.exec(
      found.value,
    );
  if (!image) {
    const message = `drydock: not simulated: the Dockerfile frontend ${found.value}`;
    throw new DockerfileError(message, found.range ? [found.range] : []);
  }
  const tag = image[1] ?? 'latest';
  // Before they were called labs they were called experimental.
  if (/(^|-)(labs|experimental)$/.test(tag)) return LABS;
  const [major, minor] = tag.split('.').map(Number);
  return major === 1 && minor !== undefined ? { minor, labs: false } : NEWEST;
}
