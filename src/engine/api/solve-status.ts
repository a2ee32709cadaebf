/**
 * BuildKit's SolveStatus, as `docker build --progress=rawjson` prints one per line (client/graph.go of BuildKit).
 * Times are RFC 3339 with nanoseconds; bytes of a log are base64.
 *
 * On our door: `POST /build?version=2` takes the context tar as its body and answers a stream of JSON messages;
 * those with `"id":"moby.buildkit.trace"` carry a SolveStatus as `aux` (a real daemon: the same, as base64 protobuf),
 * and `"id":"moby.image.id"` carries `{"ID":"sha256:…"}`.
 */
export interface SolveStatus {
  vertexes?: Vertex[];
  statuses?: VertexStatus[];
  logs?: VertexLog[];
  warnings?: VertexWarning[];
}

export interface Vertex {
  digest: string;
  inputs?: string[];
  /** `[stage 2/4] RUN npm install` */
  name: string;
  started?: string;
  completed?: string;
  cached?: boolean;
  error?: string;
  progressGroup?: { id: string; name: string; weak?: boolean };
}

export interface VertexStatus {
  id: string;
  vertex: string;
  name?: string;
  total?: number;
  current: number;
  timestamp: string;
  started?: string;
  completed?: string;
}

export interface VertexLog {
  vertex: string;
  /** 1 stdout, 2 stderr */
  stream: number;
  data: string;
  timestamp: string;
}

export interface VertexWarning {
  vertex: string;
  level: number;
  /** base64 */
  short: string;
  /** base64 lines */
  detail?: string[];
  url?: string;
  sourceInfo?: { filename: string; data: string };
  range?: { start: { line: number; character?: number }; end: { line: number; character?: number } }[];
}
