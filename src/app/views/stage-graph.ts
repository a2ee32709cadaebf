import type { BuildRecord, PlannedStep } from '../../engine/api/drydock.ts';

export type AnyStep = PlannedStep | BuildRecord['steps'][number];

/** A stage of the Dockerfile as a node of the graph. */
export interface StageNode {
  readonly name: string;
  readonly steps: readonly AnyStep[];
  /** From its FROM to its last instruction. */
  readonly lines: { readonly start: number; readonly end: number };
  /** The image it begins from, when that is no stage. */
  readonly image: string | undefined;
  readonly skipped: boolean;
  /** Row from the top: below every stage it takes something from. */
  readonly depth: number;
  /** Place in its row, and how many stand there. */
  readonly column: number;
  readonly columns: number;
}

/** `to` takes files from `from`, by one or more instructions (`FROM`, `COPY`, `RUN`). */
export interface StageEdge {
  readonly from: string;
  readonly to: string;
  readonly by: readonly string[];
}

export interface StageGraph {
  readonly nodes: readonly StageNode[];
  readonly edges: readonly StageEdge[];
  readonly rows: number;
}

/** The stages of a build and what flows between them, laid out in rows: sources above, what uses them below. */
export function stageGraph(steps: readonly AnyStep[]): StageGraph {
  const stages = new Map<string, AnyStep[]>();
  for (const step of steps) {
    // Instructions before the first FROM belong to no stage.
    if (step.stage === '') continue;
    const known = stages.get(step.stage);
    if (known) known.push(step);
    else stages.set(step.stage, [step]);
  }
  const edges = edgesOf(stages);
  const depths = depthsOf([...stages.keys()], edges);
  const rows = Math.max(0, ...depths.values()) + 1;
  const placed = new Array<number>(rows).fill(0);
  const nodes = [...stages].map(([name, own]) => {
    const depth = depths.get(name)!;
    const column = placed[depth]!;
    placed[depth] = column + 1;
    return { name, own, depth, column };
  });
  return {
    rows,
    edges,
    nodes: nodes.map(({ name, own, depth, column }) => ({
      name,
      steps: own,
      lines: { start: own[0]!.lines.start, end: own.at(-1)!.lines.end },
      image: own[0]!.uses?.find((source) => source.kind === 'image')?.name,
      skipped: own.every((step) => stateOf(step) === 'SKIPPED'),
      depth,
      column,
      columns: placed[depth]!,
    })),
  };
}

/** What happened to a step, or what will. */
export function stateOf(step: AnyStep): BuildRecord['steps'][number]['state'] | PlannedStep['prediction'] {
  return 'state' in step ? step.state : step.prediction;
}

function edgesOf(stages: ReadonlyMap<string, readonly AnyStep[]>): StageEdge[] {
  const edges = new Map<string, { from: string; to: string; by: string[] }>();
  for (const [to, steps] of stages) {
    for (const step of steps) {
      for (const source of step.uses ?? []) {
        if (source.kind !== 'stage' || !stages.has(source.name) || source.name === to) continue;
        const key = `${source.name} ${to}`;
        const edge = edges.get(key) ?? { from: source.name, to, by: [] };
        if (!edge.by.includes(step.instruction)) edge.by.push(step.instruction);
        edges.set(key, edge);
      }
    }
  }
  return [...edges.values()];
}

function depthsOf(names: readonly string[], edges: readonly StageEdge[]): Map<string, number> {
  const depths = new Map(names.map((name) => [name, 0]));
  // A stage takes from stages above it, or the build is refused: as many rounds as stages are enough.
  for (let round = 0; round < names.length; round += 1) {
    for (const { from, to } of edges) depths.set(to, Math.max(depths.get(to)!, depths.get(from)! + 1));
  }
  return depths;
}
