import type { Frontend } from '../../dockerfile/instructions/frontend.ts';
import type { Command, Stage } from '../../dockerfile/instructions/types.ts';
import type { Range } from '../../dockerfile/location.ts';
import type { HistoryEntry } from '../../oci/image.ts';
import type { Vertex } from '../graph.ts';
import type { ResolvedImage } from '../types.ts';
import { Environment } from './environment.ts';
import type { TargetPlatform } from './platform.ts';
import { type ConfigDraft, inheritedConfig } from './shared-config.ts';

/** An image being described: what a stage's instructions have said so far. */
export interface ImageDraft {
  os: string;
  architecture: string;
  variant: string;
  author: string;
  config: ConfigDraft;
  history: HistoryEntry[];
}

export interface StageCommand {
  readonly command: Command;
  /** Stages and images it copies or mounts from, one per mount (or one for COPY --from). */
  readonly sources: readonly StageState[];
  readonly onBuild: boolean;
  readonly step: number;
}

/** A stage (or an image that is copied from) while the Dockerfile is converted; BuildKit's dispatchState. */
export class StageState {
  readonly stage: Stage;
  /** undefined for images named by --from only. */
  readonly index: number | undefined;
  /** Printed before step counts: the name, `stage-N`, or '' when there is only one stage. */
  label: string;
  /** The name after expansion; with tag (and digest) once resolved. */
  baseName: string;
  base: StageState | undefined;
  platform: TargetPlatform | undefined;
  commands: StageCommand[] = [];
  /** Stages and images its commands take from, and the last command that does. */
  readonly dependencies = new Map<StageState, Range>();
  fromStep = -1;
  /** Lines to blame when its image is not there: none for one that only a mount names. */
  ranges: readonly Range[];

  image: ImageDraft = emptyDraft();
  /** Set when the stage begins from an image. */
  resolved: ResolvedImage | undefined;
  known = false;
  dispatched = false;
  initialized = false;
  vertex: Vertex | undefined;
  env = new Environment();
  directory = '/';
  user = '';
  buildArgs: { key: string; value: string | undefined }[] = [];
  commandIndex = 0;
  commandTotal = 0;
  ignoreCache = false;
  workdirSet = false;
  /** SOURCE_DATE_EPOCH in milliseconds. */
  epoch: number | undefined;
  readonly set = new Map<'cmd' | 'entrypoint' | 'healthcheck', Range>();

  constructor(stage: Stage, index: number | undefined, label: string) {
    this.stage = stage;
    this.ranges = [stage.range];
    this.index = index;
    this.label = label;
    this.baseName = stage.base;
  }

  /** Takes over what the base stage came to. */
  inherit(frontend: Frontend): void {
    const base = this.base;
    if (!base || this.initialized) return;
    this.initialized = true;
    this.vertex = base.vertex;
    this.platform = base.platform;
    const config = { ...inheritedConfig(base.image.config, frontend), OnBuild: undefined };
    this.image = { ...base.image, config, history: [...base.image.history] };
    this.resolved = base.resolved;
    this.known = base.known;
    this.workdirSet = base.workdirSet;
    this.buildArgs = [...this.buildArgs, ...base.buildArgs];
    this.env = base.env;
    this.directory = base.directory;
    this.user = base.user;
  }

  /** `[label 2/4] ` and so on; counts one step. */
  prefix(text: string, onBuild = false): string {
    if (this.commandTotal === 0) return text;
    this.commandIndex++;
    const width = String(this.commandTotal).length;
    const label = this.label === '' ? '' : `${this.label} `;
    const trigger = onBuild ? 'ONBUILD ' : '';
    return `[${label}${String(this.commandIndex).padStart(width)}/${this.commandTotal}] ${trigger}${text}`;
  }
}

/** The stages a target is made of, itself among them. */
export function reachableFrom(target: StageState): Set<StageState> {
  const seen = new Set<StageState>();
  const visit = (state: StageState): void => {
    if (seen.has(state)) return;
    seen.add(state);
    if (state.base) visit(state.base);
    for (const dependency of state.dependencies.keys()) visit(dependency);
  };
  visit(target);
  return seen;
}

export function emptyDraft(): ImageDraft {
  return { os: 'linux', architecture: 'amd64', variant: '', author: '', config: {}, history: [] };
}
