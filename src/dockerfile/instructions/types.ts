import type { Range } from '../location.ts';

export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** Written the old way, `ENV key value`. */
  readonly noDelimiter: boolean;
}

interface Common {
  /** The keyword as written. */
  readonly keyword: string;
  /** The instruction's source, its continuation lines joined. */
  readonly code: string;
  readonly range: Range;
  readonly comments: readonly string[];
}

/** A command line in shell or exec form. */
export interface CommandLine {
  readonly commandLine: readonly string[];
  readonly prependShell: boolean;
  readonly files: readonly InlineFile[];
}

export interface InlineFile {
  readonly name: string;
  readonly data: string;
  readonly chomp: boolean;
}

export interface SourceContent {
  readonly path: string;
  readonly data: string;
  readonly expand: boolean;
}

export interface Sources {
  readonly sourcePaths: readonly string[];
  readonly sourceContents: readonly SourceContent[];
  readonly destination: string;
}

export interface HealthcheckSpec {
  readonly test: readonly string[];
  /** Nanoseconds; 0 when not given. */
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly startInterval: number;
  readonly retries: number;
}

export interface ArgDefinition {
  readonly key: string;
  readonly value: string | undefined;
}

export type Command = Common &
  (
    | { readonly kind: 'add'; readonly options: AddOptions; readonly sources: Sources }
    | { readonly kind: 'arg'; readonly args: readonly ArgDefinition[] }
    | ({ readonly kind: 'cmd' } & CommandLine)
    | { readonly kind: 'copy'; readonly options: CopyOptions; readonly sources: Sources }
    | ({ readonly kind: 'entrypoint' } & CommandLine)
    | { readonly kind: 'env'; readonly pairs: readonly KeyValue[] }
    | { readonly kind: 'expose'; readonly ports: readonly string[] }
    | { readonly kind: 'healthcheck'; readonly health: HealthcheckSpec }
    | { readonly kind: 'label'; readonly pairs: readonly KeyValue[] }
    | { readonly kind: 'maintainer'; readonly maintainer: string }
    | { readonly kind: 'onbuild'; readonly expression: string }
    | ({
        readonly kind: 'run';
        /** `--mount` values, not yet expanded. */
        readonly mounts: readonly string[];
        readonly network: string;
        readonly security: string;
        readonly devices: readonly string[];
      } & CommandLine)
    | { readonly kind: 'shell'; readonly shell: readonly string[] }
    | { readonly kind: 'stopsignal'; readonly signal: string }
    | { readonly kind: 'user'; readonly user: string }
    | { readonly kind: 'volume'; readonly volumes: readonly string[] }
    | { readonly kind: 'workdir'; readonly path: string }
  );

export type CommandOf<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

interface TransferOptions {
  readonly chown: string;
  readonly chmod: string;
  readonly link: boolean;
  readonly exclude: readonly string[];
}

export interface AddOptions extends TransferOptions {
  readonly keepGitDir: boolean | undefined;
  readonly checksum: string;
  readonly unpack: boolean | undefined;
}

export interface CopyOptions extends TransferOptions {
  readonly from: string;
  readonly parents: boolean;
}

export interface Stage {
  /** Lower case; '' when it has none. */
  readonly name: string;
  readonly base: string;
  readonly platform: string;
  readonly keyword: string;
  readonly code: string;
  readonly range: Range;
  readonly comments: readonly string[];
  readonly documentation: string;
  readonly commands: readonly Command[];
}

export interface Instructions {
  readonly stages: readonly Stage[];
  /** ARGs before the first FROM. */
  readonly globalArgs: readonly CommandOf<'arg'>[];
}

export type ShareMode = 'shared' | 'private' | 'locked';

/** A `RUN --mount`, its variables expanded. */
export interface Mount {
  readonly type: 'bind' | 'cache' | 'tmpfs' | 'secret' | 'ssh';
  readonly from: string;
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly size: number;
  readonly id: string;
  readonly sharing: ShareMode | undefined;
  readonly required: boolean;
  readonly env: string | undefined;
  readonly mode: number | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
}
