/** Docker Hub as far as it is built in: repositories, tags, and images built when first asked for. */
import { gzipSync } from 'fflate';
import type { Platform } from '../../kernel/platform.ts';
import { digestOf } from '../../oci/digest.ts';
import type { Digest, Image } from '../../oci/image.ts';
import { type Descriptor, MEDIA_TYPES, manifestBytes } from '../../oci/manifest.ts';
import type { Reference } from '../../oci/reference.ts';
import { alpine } from './alpine/images.ts';
import { busybox } from './busybox/images.ts';
import { debian, ubuntu } from './debian/images.ts';
import { golang } from './languages/golang.ts';
import { node } from './languages/node.ts';
import { eclipseTemurin, gcc, maven, openjdk, php, ruby, rust } from './languages/others.ts';
import { python } from './languages/python.ts';
import { type ImageRecipe, Kitchen, layerRecipes } from './recipe.ts';
import { repositoryOf } from './repository.ts';
import { curl } from './servers/curl.ts';
import { distroless } from './servers/distroless.ts';
import { helloWorld } from './servers/hello-world.ts';
import { httpd } from './servers/httpd.ts';
import { nginx } from './servers/nginx.ts';
import { postgres } from './servers/postgres.ts';
import { redis } from './servers/redis.ts';
import { mariadb, memcached, mongo, mysql, rabbitmq } from './servers/refused.ts';
import { registry } from './servers/registry.ts';
import { welcomeToDocker } from './servers/welcome-to-docker.ts';

/** An image as the registry holds it. */
export interface BuiltInImage {
  readonly image: Image;
  /** Digest of the manifest: what a pull prints and RepoDigests show. */
  readonly digest: Digest;
  readonly mediaType: string;
  readonly manifest: Uint8Array;
  readonly config: Descriptor;
  /** Bottom first; the sizes are those of the official image's compressed layers. */
  readonly layers: readonly Descriptor[];
  /** The blob of `digest`: the config or a layer's gzip. */
  blob(digest: Digest): Uint8Array | undefined;
}

export interface Hub {
  /** Repository (`library/alpine`; with its domain where that is not docker.io) → its tags. Builds nothing. */
  builtInRepositories(): ReadonlyMap<string, readonly string[]>;
  /** The image of a normalised reference (`docker.io/library/alpine:3.20`), by tag or digest. */
  findBuiltIn(reference: Reference): BuiltInImage | undefined;
}

const REPOSITORIES: Readonly<Record<string, Readonly<Record<string, ImageRecipe>>>> = {
  'curlimages/curl': curl,
  ...distroless,
  'docker/welcome-to-docker': welcomeToDocker,
  'library/alpine': alpine,
  'library/busybox': busybox,
  'library/debian': debian,
  'library/hello-world': helloWorld,
  'library/httpd': httpd,
  'library/nginx': nginx,
  'library/node': node,
  'library/postgres': postgres,
  'library/python': python,
  'library/redis': redis,
  'library/registry': registry,
  'library/eclipse-temurin': eclipseTemurin,
  'library/gcc': gcc,
  'library/golang': golang,
  'library/mariadb': mariadb,
  'library/maven': maven,
  'library/memcached': memcached,
  'library/mongo': mongo,
  'library/mysql': mysql,
  'library/openjdk': openjdk,
  'library/php': php,
  'library/rabbitmq': rabbitmq,
  'library/ruby': ruby,
  'library/rust': rust,
  'library/ubuntu': ubuntu,
};

/** The same images, byte for byte, on every machine. */
export function createHub(platform: Platform): Hub {
  const kitchen = new Kitchen(platform);
  const built = new Map<ImageRecipe, BuiltInImage>();
  const build = (recipe: ImageRecipe): BuiltInImage => {
    let image = built.get(recipe);
    if (!image) built.set(recipe, (image = publish(recipe, kitchen.image(recipe), platform)));
    return image;
  };
  return {
    builtInRepositories: () =>
      new Map(Object.entries(REPOSITORIES).map(([name, tags]) => [name, Object.keys(tags).sort()])),
    findBuiltIn(reference) {
      const { tag, digest } = reference;
      const name = repositoryOf(reference);
      const tags = Object.hasOwn(REPOSITORIES, name) ? REPOSITORIES[name]! : undefined;
      if (!tags) return undefined;
      if (digest) {
        const recipes = new Set(Object.values(tags));
        for (const recipe of recipes) if (build(recipe).digest === digest) return build(recipe);
        return undefined;
      }
      const wanted = tag ?? 'latest';
      return Object.hasOwn(tags, wanted) ? build(tags[wanted]!) : undefined;
    },
  };
}

function publish(recipe: ImageRecipe, image: Image, platform: Platform): BuiltInImage {
  const blobs = new Map<Digest, Uint8Array>([[image.id, image.configBytes]]);
  const compressed = layerRecipes(recipe).map(({ compressed }, i): Descriptor => {
    const bytes = gzipSync(image.layers[i]!.tar(), { level: 1, mtime: 0 });
    const digest = digestOf(bytes, platform);
    blobs.set(digest, bytes);
    return { mediaType: MEDIA_TYPES.oci.layerGzip, digest, size: compressed };
  });
  const config = { mediaType: MEDIA_TYPES.oci.config, digest: image.id, size: image.configBytes.length };
  const manifest = manifestBytes('oci', config, compressed);
  return {
    image,
    digest: digestOf(manifest, platform),
    mediaType: MEDIA_TYPES.oci.manifest,
    manifest,
    config,
    layers: compressed,
    blob: (digest) => blobs.get(digest),
  };
}
