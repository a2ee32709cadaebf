import type { SolveStatus, Vertex, VertexLog, VertexStatus, VertexWarning } from '../../engine/api/solve-status.ts';
import { readFields } from './protobuf.ts';

/** BuildKit's StatusResponse (api/services/control/control.proto) as SolveStatus. */
export function readTrace(bytes: Uint8Array): SolveStatus {
  const status: Required<SolveStatus> = { vertexes: [], statuses: [], logs: [], warnings: [] };
  for (const { number, value } of readFields(bytes)) {
    if (typeof value === 'number') continue;
    if (number === 1) status.vertexes.push(vertex(value));
    else if (number === 2) status.statuses.push(vertexStatus(value));
    else if (number === 3) status.logs.push(log(value));
    else if (number === 4) status.warnings.push(warning(value));
  }
  return Object.fromEntries(Object.entries(status).filter(([, list]) => list.length > 0));
}

function vertex(bytes: Uint8Array): Vertex {
  const result: Vertex = { digest: '', name: '' };
  for (const { number, value } of readFields(bytes)) {
    if (number === 1) result.digest = text(value);
    else if (number === 2) (result.inputs ??= []).push(text(value));
    else if (number === 3) result.name = text(value);
    else if (number === 4 && value) result.cached = true;
    else if (number === 5) result.started = time(value);
    else if (number === 6) result.completed = time(value);
    else if (number === 7 && text(value) !== '') result.error = text(value);
    else if (number === 8) result.progressGroup = progressGroup(value);
  }
  return result;
}

function progressGroup(bytes: number | Uint8Array): NonNullable<Vertex['progressGroup']> {
  const group: NonNullable<Vertex['progressGroup']> = { id: '', name: '' };
  for (const { number, value } of readFields(bytes as Uint8Array)) {
    if (number === 1) group.id = text(value);
    else if (number === 2) group.name = text(value);
    else if (number === 3 && value) group.weak = true;
  }
  return group;
}

function vertexStatus(bytes: Uint8Array): VertexStatus {
  const result: VertexStatus = { id: '', vertex: '', current: 0, timestamp: '' };
  for (const { number, value } of readFields(bytes)) {
    if (number === 1) result.id = text(value);
    else if (number === 2) result.vertex = text(value);
    else if (number === 3) result.name = text(value);
    else if (number === 4) result.current = value as number;
    else if (number === 5) result.total = value as number;
    else if (number === 6) result.timestamp = time(value);
    else if (number === 7) result.started = time(value);
    else if (number === 8) result.completed = time(value);
  }
  return result;
}

function log(bytes: Uint8Array): VertexLog {
  const result: VertexLog = { vertex: '', stream: 1, data: '', timestamp: '' };
  for (const { number, value } of readFields(bytes)) {
    if (number === 1) result.vertex = text(value);
    else if (number === 2) result.timestamp = time(value);
    else if (number === 3) result.stream = value as number;
    else if (number === 4) result.data = base64(value);
  }
  return result;
}

function warning(bytes: Uint8Array): VertexWarning {
  const result: VertexWarning = { vertex: '', level: 0, short: '' };
  for (const { number, value } of readFields(bytes)) {
    if (number === 1) result.vertex = text(value);
    else if (number === 2) result.level = value as number;
    else if (number === 3) result.short = base64(value);
    else if (number === 4) (result.detail ??= []).push(base64(value));
    else if (number === 5) result.url = text(value);
    else if (number === 6) result.sourceInfo = sourceInfo(value as Uint8Array);
    else if (number === 7) (result.range ??= []).push(range(value as Uint8Array));
  }
  return result;
}

function sourceInfo(bytes: Uint8Array): NonNullable<VertexWarning['sourceInfo']> {
  const info = { filename: '', data: '' };
  for (const { number, value } of readFields(bytes)) {
    if (number === 1) info.filename = text(value);
    else if (number === 2) info.data = base64(value);
  }
  return info;
}

function range(bytes: Uint8Array): NonNullable<VertexWarning['range']>[number] {
  const ends = { start: { line: 0 }, end: { line: 0 } };
  for (const { number, value } of readFields(bytes)) {
    for (const field of readFields(value as Uint8Array))
      if (field.number === 1) ends[number === 1 ? 'start' : 'end'].line = field.value as number;
  }
  return ends;
}

function text(value: number | Uint8Array): string {
  return new TextDecoder().decode(value as Uint8Array);
}

function base64(value: number | Uint8Array): string {
  return Buffer.from(value as Uint8Array).toString('base64');
}

/** google.protobuf.Timestamp as RFC 3339 with nanoseconds. */
function time(value: number | Uint8Array): string {
  let [seconds, nanos] = [0, 0];
  for (const field of readFields(value as Uint8Array)) {
    if (field.number === 1) seconds = field.value as number;
    else if (field.number === 2) nanos = field.value as number;
  }
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return `${whole}.${String(nanos).padStart(9, '0')}Z`;
}
