/** The image config's JSON: written as BuildKit writes it, read from whoever wrote it. */
import type { ContainerConfig, Healthcheck, HistoryEntry, ImageConfig } from './image.ts';
import { goJsonBytes, goMap, omitEmpty } from './json.ts';
import { validate } from './schema.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * BuildKit passes the config through a map, so the outer keys are sorted; the inner ones stand in the order of
 * the Go structs (ocispec.ImageConfig, then Docker's Healthcheck, OnBuild and Shell).
 */
export function configBytes(config: ImageConfig): Uint8Array {
  return goJsonBytes({
    architecture: config.architecture,
    author: omitEmpty(config.author),
    config: containerConfigJson(config.config),
    created: config.created ?? null,
    history: config.history.map(historyJson),
    os: config.os,
    // A Go slice nothing was appended to.
    rootfs: { type: 'layers', diff_ids: config.rootfs.diff_ids.length > 0 ? config.rootfs.diff_ids : null },
    variant: omitEmpty(config.variant),
  });
}

/** The `config` member as Go marshals it. */
export function containerConfigJson(config: ContainerConfig): ContainerConfig {
  return {
    User: omitEmpty(config.User),
    ExposedPorts: config.ExposedPorts && omitEmpty(goMap(config.ExposedPorts)),
    Env: omitEmpty(config.Env),
    Entrypoint: omitEmpty(config.Entrypoint),
    Cmd: omitEmpty(config.Cmd),
    Volumes: config.Volumes && omitEmpty(goMap(config.Volumes)),
    WorkingDir: omitEmpty(config.WorkingDir),
    Labels: config.Labels && omitEmpty(goMap(config.Labels)),
    StopSignal: omitEmpty(config.StopSignal),
    ArgsEscaped: omitEmpty(config.ArgsEscaped),
    Healthcheck: config.Healthcheck && healthcheckJson(config.Healthcheck),
    OnBuild: omitEmpty(config.OnBuild),
    Shell: omitEmpty(config.Shell),
  };
}

function healthcheckJson(check: Healthcheck): Healthcheck {
  return {
    Test: omitEmpty(check.Test),
    Interval: omitEmpty(check.Interval),
    Timeout: omitEmpty(check.Timeout),
    StartPeriod: omitEmpty(check.StartPeriod),
    StartInterval: omitEmpty(check.StartInterval),
    Retries: omitEmpty(check.Retries),
  };
}

function historyJson(entry: HistoryEntry): HistoryEntry {
  return {
    created: entry.created,
    created_by: omitEmpty(entry.created_by),
    author: omitEmpty(entry.author),
    comment: omitEmpty(entry.comment),
    empty_layer: omitEmpty(entry.empty_layer),
  };
}

/** Reads a config of any builder; members that are null count as absent. Throws with what is wrong. */
export function parseConfig(bytes: Uint8Array): ImageConfig {
  const raw = withoutNulls(JSON.parse(decoder.decode(bytes)) as Json) as Partial<ImageConfig> | undefined;
  if (typeof raw !== 'object' || Array.isArray(raw)) throw new Error('invalid config: not an object');
  if (!raw.rootfs) throw new Error('invalid image JSON, no RootFS key');
  const diffIds = raw.rootfs.diff_ids ?? [];
  validate('config', { ...raw, rootfs: { ...raw.rootfs, diff_ids: diffIds } });
  return {
    created: raw.created,
    author: raw.author,
    architecture: raw.architecture!,
    variant: raw.variant,
    os: raw.os!,
    config: raw.config ?? {},
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: raw.history ?? [],
  };
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

function withoutNulls(value: Json): Json | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item) ?? null);
  if (typeof value !== 'object') return value;
  const members = Object.entries(value).flatMap(([name, member]) => {
    const kept = withoutNulls(member);
    return kept === undefined ? [] : [[name, kept] as const];
  });
  return Object.fromEntries(members);
}
