/**
 * What our `docker build` puts into `POST /build?version=2` besides the classic parameters (t, target, buildargs, labels,
 * nocache, pull, platform, networkmode, extrahosts, shmsize, ulimits). BuildKit's own client sends these over a gRPC session, which
 * HTTP cannot carry; here they travel as entries at the head of the context tar, under a folder no context can hold.
 *
 * - query `dockerfile`: the name messages show (`Dockerfile.dev`); its bytes are the entry `DOCKERFILE_ENTRY`.
 *   A tar without that entry is a classic client's: `dockerfile` is then a path inside the context.
 * - query `uploaded=1`: the tar is one that was piped into `docker build -`, the Dockerfile in it: `dockerfile` is a path there.
 * - query `remote`: the context is a git repository or at a URL; the tar then holds the Dockerfile at most (`-f -`).
 * - query `nocachefilter` (comma separated), `check=1` (report findings only, build nothing; the answer's last message carries
 *   `{"id":"drydock.check","aux":LintResult}`); in the same way `call=outline` and `call=targets`, answered with
 *   `{"id":"drydock.call","aux":Outline}` or `TargetList`
 *
 * - query `outputs=[{"Type":"local"}]` (as the Engine API has it): where the result goes instead of the image store. What goes to the
 *   client comes in messages of the kind `{"id":"drydock.output","aux":{"output":0,"tar":"…base64…"}}`, `output` counting from 0.
 *
 * A build that fails ends the stream with `{"errorDetail":{"message":…},"error":…}`. The message is BuildKit's, the source
 * excerpt (as `sourceExcerpt` of dockerfile/ makes it) before it when there is one: `Dockerfile:2\n-----…\n-----…\nprocess "…" did …`.
 */
const FOLDER = '.drydock-build/';
export const DOCKERFILE_ENTRY = `${FOLDER}Dockerfile`;
/** The `.dockerignore` the client applied, when there is one. */
export const IGNORE_ENTRY = `${FOLDER}dockerignore`;
/** The same for a `Dockerfile.dockerignore`, which comes with the Dockerfile and is no step of its own. */
export const OWN_IGNORE_ENTRY = `${FOLDER}Dockerfile.dockerignore`;
/** `--secret id=token,…`: one file each, named by its id. */
export const SECRETS_FOLDER = `${FOLDER}secrets/`;
/** `--build-context name=path`: a folder each. One that is an image is in the query: `buildcontexts={"name":"docker-image://…"}`. */
export const CONTEXTS_FOLDER = `${FOLDER}contexts/`;

/** Where in the Dockerfile, as BuildKit's JSON has it. */
export interface DescribedLocation {
  readonly ranges: readonly { readonly start: { readonly line: number }; readonly end: { readonly line: number } }[];
}

/** `--call=outline`. The order of the fields is that of BuildKit's JSON. */
export interface Outline {
  readonly name?: string;
  readonly description?: string;
  readonly args?: readonly OutlineArgument[];
  readonly secrets?: readonly OutlineSecret[];
  readonly ssh?: readonly OutlineSecret[];
  /** Base64. */
  readonly sources: readonly string[];
}

export interface OutlineArgument {
  readonly name: string;
  readonly description?: string;
  readonly value?: string;
  readonly location: DescribedLocation;
}

/** A secret or an SSH key. */
export interface OutlineSecret {
  readonly name: string;
  readonly required?: boolean;
  readonly location: DescribedLocation;
}

/** `--call=targets` */
export interface TargetList {
  readonly targets: readonly {
    readonly name?: string;
    readonly default?: boolean;
    readonly description?: string;
    readonly base: string;
    readonly platform?: string;
    readonly location: DescribedLocation;
  }[];
  readonly sources: readonly string[];
}

/** What `--check` found (BuildKit's frontend/subrequests/lint). */
export interface LintResult {
  warnings: {
    ruleName: string;
    description: string;
    url: string;
    detail: string;
    /** 1-based, inclusive. */
    range?: { start: number; end: number };
  }[];
  source: { filename: string; data: string };
  /** The Dockerfile cannot be built: printed after the warnings. */
  buildError?: { message: string; range?: { start: number; end: number } };
}
