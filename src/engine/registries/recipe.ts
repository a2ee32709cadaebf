/** How a built-in image is written down: the steps of its official Dockerfile, with the trees its layers hold. */
import type { ChangeSet } from '../../kernel/fs/types.ts';
import type { Platform } from '../../kernel/platform.ts';
import { createImage } from '../../oci/assemble.ts';
import { digestOf } from '../../oci/digest.ts';
import type { ContainerConfig, HistoryEntry, Image, Layer } from '../../oci/image.ts';
import { createLayer } from '../../oci/layer.ts';

/** A layer's content. Images that name the same object share the layer. */
export interface LayerRecipe {
  readonly changes: () => ChangeSet;
  /** What a pull transfers, as the registry tells it. */
  readonly compressed: number;
}

/** What WORKDIR makes of a directory that is there already. */
export const EMPTY_LAYER: LayerRecipe = { compressed: 32, changes: () => [] };

export interface Step {
  readonly createdBy: string;
  readonly comment?: string;
  readonly created?: string;
  /** Absent: the step changed only metadata. */
  readonly layer?: LayerRecipe;
}

export interface ImageRecipe {
  readonly created: string;
  readonly config: ContainerConfig;
  readonly steps: readonly Step[];
}

export const BUILDKIT = 'buildkit.dockerfile.v0';
export const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A step as BuildKit writes it into the history. */
export function step(createdBy: string, layer?: LayerRecipe): Step {
  return { createdBy, comment: BUILDKIT, ...(layer && { layer }) };
}

/** A RUN step of BuildKit's. */
export function run(command: string, layer: LayerRecipe): Step {
  return step(`RUN /bin/sh -c ${command} # buildkit`, layer);
}

/** A COPY or ADD step of BuildKit's. */
export function copy(words: string, layer: LayerRecipe): Step {
  return step(`${words} # buildkit`, layer);
}

/** A step of the classic builder that changed no file. */
export function nop(instruction: string): Step {
  return { createdBy: `/bin/sh -c #(nop)  ${instruction}` };
}

/** The steps of `base` and then `steps`; dates of the base stay its own. */
export function from(base: ImageRecipe, steps: readonly Step[]): readonly Step[] {
  return [...base.steps.map((item) => ({ created: base.created, ...item })), ...steps];
}

/** Builds recipes, each layer once. */
export class Kitchen {
  readonly #platform: Platform;
  readonly #layers = new Map<LayerRecipe, Layer>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  layer(recipe: LayerRecipe): Layer {
    let layer = this.#layers.get(recipe);
    if (!layer) this.#layers.set(recipe, (layer = createLayer(recipe.changes(), this.#platform)));
    return layer;
  }

  image(recipe: ImageRecipe): Image {
    const layers = layerRecipes(recipe).map((layer) => this.layer(layer));
    const history = recipe.steps.map((item): HistoryEntry => {
      const created = item.created ?? recipe.created;
      // The classic builder names what it added by a hash of the file.
      const createdBy = item.layer
        ? item.createdBy.replace('file:…', () => `file:${this.#fileHash(item.layer!)}`)
        : item.createdBy;
      return { created, created_by: createdBy, comment: item.comment, empty_layer: !item.layer };
    });
    const { created, config } = recipe;
    return createImage({ created, architecture: 'amd64', os: 'linux', config, history }, layers, this.#platform);
  }

  #fileHash(recipe: LayerRecipe): string {
    const bytes = new TextEncoder().encode(`file ${this.layer(recipe).diffId}`);
    return digestOf(bytes, this.#platform).slice('sha256:'.length);
  }
}

/** The layers of a recipe, bottom first. */
export function layerRecipes(recipe: ImageRecipe): readonly LayerRecipe[] {
  return recipe.steps.flatMap((item) => (item.layer ? [item.layer] : []));
}
