/**
 * Routes of ours on the same door. A real engine answers 404 to them, and every caller copes.
 *
 * - `POST /drydock/plan?dockerfile=…&target=…&buildargs=…` (context tar) → `BuildPlan`: what a build would do, without doing it
 * - `POST /drydock/check?dockerfile=…` (context tar) → `LintResult` (build-request.ts): the build checks; fetches nothing
 * - `GET /drydock/hub` → `string[]`: what Docker Hub has built in, as one would write it (`alpine:3.20`)
 * - `GET /drydock/manifests/{name}` → the manifest a registry has under a name, byte for byte (docker's own command asks the registry)
 * - `GET /drydock/configs/{name}` → the config of the image there
 * - `GET /drydock/builds` → `BuildRecord[]`, oldest first
 * - `GET /drydock/builds/watch` → `BuildEvent` lines, as builds go
 * - `GET /drydock/layers/watch` → `{container}` lines, soon after a write into its writable layer
 * - `GET /drydock/containers/{id}/upper` → `WritableLayer`
 * - `GET /drydock/images/{name}/layers` → `ImageLayer[]`, base first
 *
 * Behind the companion only (src/runner):
 *
 * - `GET /drydock/runner` → `RunnerInfo`
 * - `POST /drydock/workspace?removed=["a"]` (tar of what changed) → 204: the student's files on the engine's machine
 * - `GET /drydock/workspace/watch` → `WorkspaceChange` lines, as containers write to it
 * - `POST /drydock/ports/{port}` → 101: a TCP connection to a port that a container of the session publishes; with `?address=172.17.0.2` to
 *   any of the container that has that address
 */

/** DESIGN §5: the honest state of a step. */
export type StepState = 'CACHED' | 'RAN' | 'METADATA-ONLY' | 'SKIPPED' | 'NOT-REACHED' | 'FAILED';
/** `MAYBE`: it takes files of a step that runs again, and is reused if they come out as they once did. */
export type StepPrediction = 'HIT' | 'MISS' | 'MAYBE' | 'METADATA-ONLY' | 'SKIPPED';

/** Why a step misses (or missed). Ordered by what a reader should hear first. */
export type MissCause =
  | { kind: 'first-build' }
  | { kind: 'instruction-changed'; before: string; after: string }
  | {
      kind: 'files-changed';
      files: { path: string; change: 'added' | 'removed' | 'content' | 'mode' | 'owner' | 'type' }[];
    }
  | { kind: 'argument-changed'; name: string; before: string | undefined; after: string | undefined }
  | { kind: 'base-changed'; before: string; after: string }
  | { kind: 'parent-changed'; step: number }
  | { kind: 'no-cache' }
  /** The same as last time, when it failed. */
  | { kind: 'failed-before' }
  | { kind: 'pruned' };

export interface PlannedStep {
  /** Position in the Dockerfile's instruction list, counting all stages from 0; the id other steps refer to. */
  step: number;
  stage: string;
  /** 1-based, inclusive. */
  lines: { start: number; end: number };
  /** `RUN npm install`, expanded as BuildKit names it. */
  name: string;
  instruction: string;
  prediction: StepPrediction;
  causes: MissCause[];
  /** One plain sentence: `package.json changed`. Empty for a hit. */
  why: string;
  /** The stages and images it begins from, copies from or mounts from. */
  uses?: StepSource[];
  /** Milliseconds and bytes it took when it last ran, when known. */
  lastDuration?: number;
  lastSize?: number;
}

/** Where a step takes files from besides what it stands on. */
export interface StepSource {
  kind: 'stage' | 'image';
  name: string;
}

/** A better place for a step, and what it would have saved over the last builds. */
export interface BuildAdvice {
  /** The step to move… */
  step: number;
  /** …and the one it should stand after. */
  moveAfter: number;
  sentence: string;
  /** Steps that would have been reused instead of run, and the milliseconds they took. */
  savedSteps: number;
  savedDuration: number;
  /** When the later step needs some of the files: copy these first, on their own. */
  first?: string[];
}

export interface BuildPlan {
  steps: PlannedStep[];
  /** Set when the Dockerfile cannot be built at all; steps is then what could be understood. */
  error?: { message: string; line?: number };
  hits: number;
  misses: number;
  /** Milliseconds the misses cost when they last ran. */
  expectedDuration: number;
  /** Most worthwhile first. */
  advice?: BuildAdvice[];
}

export interface BuildRecord {
  id: string;
  started: string;
  finished?: string;
  dockerfile: string;
  tags: string[];
  imageId?: string;
  error?: string;
  steps: (Omit<PlannedStep, 'prediction'> & {
    state: StepState;
    /** What the plan said before a build that another builder carried out; ours does as its own plan says. */
    predicted?: StepPrediction;
    /** Milliseconds; 0 when reused. */
    duration: number;
    /** Bytes its layer adds (claimed). */
    size: number;
    /** Digest of its vertex in the SolveStatus stream. */
    vertex?: string;
    /** DiffID of the layer it made or reused. */
    layer?: string;
    /** What its result is kept under in the build cache. */
    cacheKey?: string;
  })[];
}

export interface WritableLayer {
  size: number;
  entries: {
    path: string;
    change: 'added' | 'changed' | 'deleted';
    kind: string;
    size: number;
    /** The image layer whose file it hides, and what made that layer. */
    hides?: { layer: string; createdBy: string };
  }[];
}

export interface ImageLayer {
  diffId: string;
  createdBy: string;
  size: number;
  /** Images that have this layer too. */
  sharedWith: string[];
  entries: { path: string; change: 'added' | 'changed' | 'deleted'; kind: string; size: number }[];
}

/** `GET /drydock/builds/watch` → one JSON object a line, for every build from now on. */
export type BuildEvent =
  | { kind: 'started'; build: string; record: BuildRecord }
  /** `running`: it has just begun; else it is done and `step` says how. */
  | { kind: 'step'; build: string; running: boolean; step: BuildRecord['steps'][number] }
  | { kind: 'finished'; build: string; record: BuildRecord };

/** What answers behind the companion's door. */
export interface RunnerInfo {
  engine: { kind: 'docker' | 'podman'; version: string; api: string; address: string };
  session: string;
  readOnly: boolean;
  /** Why folders of the workspace cannot be bind-mounted, when they cannot. */
  noBindMounts?: string;
}

/** Something in the workspace changed on the engine's machine. */
export interface WorkspaceChange {
  path: string;
  kind: 'file' | 'directory' | 'symlink' | 'gone';
  mode?: number;
  /** Whose it is, when it is somebody else's than the student's. */
  uid?: number;
  gid?: number;
  /** A file's bytes, base64. */
  data?: string;
  target?: string;
}
