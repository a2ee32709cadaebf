/** Images that are a base, one toolchain and some environment: what the official images of compiled languages have in common. */
import type { ContainerConfig } from '../../../oci/image.ts';
import { copy, EMPTY_LAYER, from, type ImageRecipe, type LayerRecipe, run, type Step, step } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';

export interface ToolchainLayer {
  /** The RUN or COPY that made it. */
  readonly command: string;
  readonly isCopy?: boolean;
  readonly size: number;
  readonly compressed: number;
  /** Path → built-in program. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly more?: (tree: RootTree) => unknown;
  /** The file that carries the size nothing else has; none for a layer whose files say it all. */
  readonly bulk?: string;
}

export interface Toolchain {
  readonly base: ImageRecipe;
  readonly created: string;
  readonly config: ContainerConfig;
  /** Environment set before the layers, in the order of the Dockerfile. */
  readonly env: readonly string[];
  readonly layers: readonly ToolchainLayer[];
}

export function toolchainImage({ base, created, config, env, layers }: Toolchain): ImageRecipe {
  const inherited = (base.config.Env ?? []).filter((item) => !env.some((own) => sameName(own, item)));
  const steps: Step[] = env.map((item) => step(`ENV ${item}`));
  for (const item of layers) {
    const layer = layerOf(created, item);
    steps.push(item.isCopy ? copy(item.command, layer) : run(item.command, layer));
  }
  if (config.Volumes) steps.push(step(`VOLUME [${Object.keys(config.Volumes).join(' ')}]`));
  if (config.WorkingDir && config.WorkingDir !== '/')
    steps.push({ ...step(`WORKDIR ${config.WorkingDir}`), layer: EMPTY_LAYER });
  if (config.Entrypoint) steps.push(step(`ENTRYPOINT ${JSON.stringify(config.Entrypoint)}`));
  if (config.StopSignal) steps.push(step(`STOPSIGNAL ${config.StopSignal}`));
  if (config.ExposedPorts) {
    const ports = Object.keys(config.ExposedPorts).map((port) => `${port}:{}`);
    steps.push(step(`EXPOSE map[${ports.join(' ')}]`));
  }
  if (config.User) steps.push(step(`USER ${config.User}`));
  if (config.Cmd) steps.push(step(`CMD ${JSON.stringify(config.Cmd)}`));
  return {
    created,
    config: {
      ...base.config,
      ...config,
      Env: [
        ...env.filter((item) => item.startsWith('PATH=')),
        ...inherited,
        ...env.filter((item) => !item.startsWith('PATH=')),
      ],
    },
    steps: from(base, steps),
  };
}

const sameName = (a: string, b: string) => a.slice(0, a.indexOf('=')) === b.slice(0, b.indexOf('='));

function layerOf(created: string, item: ToolchainLayer): LayerRecipe {
  return {
    compressed: item.compressed,
    changes: () => {
      const tree = new RootTree(created);
      for (const [path, program] of Object.entries(item.programs ?? {})) tree.program(path, program, 120_000);
      item.more?.(tree);
      return (item.bulk === undefined ? tree : tree.total(item.size, item.bulk)).changes();
    },
  };
}

/** Commands of a package that have no simulation. */
export function refused(folder: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [`${folder}/${name}`, `not-simulated/${name}`]));
}

/** Several tags for one recipe. */
export function tagged(recipe: ImageRecipe, ...names: readonly string[]): Record<string, ImageRecipe> {
  return Object.fromEntries(names.map((name) => [name, recipe]));
}
