import type { Stage } from '../../dockerfile/instructions/types.ts';
import type { InstructionNode } from '../../dockerfile/parser/node.ts';
import type { StepSource } from '../../engine/api/drydock.ts';
import type { Vertex } from '../graph.ts';
import type { StageState } from './stage-state.ts';

/** One instruction of the Dockerfile and what became of it. */
export interface Step {
  readonly step: number;
  readonly stage: string;
  readonly lines: { readonly start: number; readonly end: number };
  /** `RUN` */
  readonly instruction: string;
  /** Expanded, without the `[2/4]`. */
  name: string;
  /** What it does to files; undefined when it only changes metadata (or is skipped). */
  vertex?: Vertex;
  skipped: boolean;
  /** Stages and images it begins from, copies from or mounts from. */
  uses?: readonly StepSource[];
}

/** All instructions in order; triggers stand behind the FROM that brought them. */
export class StepList {
  #steps: Step[] = [];

  get list(): readonly Step[] {
    return this.#steps;
  }

  /** The instructions as they were split, before anything else is known. */
  understand(nodes: readonly InstructionNode[]): void {
    let stage = '';
    let count = 0;
    this.#steps = nodes.map((node, step) => {
      if (node.keyword.toLowerCase() === 'from') stage = node.arguments[2]?.toLowerCase() ?? `stage-${count++}`;
      return stepOf(step, stage, node.keyword, node.original.trim(), node.range);
    });
  }

  /** Numbers them for good, once the triggers are known. */
  number(stages: readonly Stage[], states: readonly StageState[], reachable: ReadonlySet<StageState>): void {
    const first = stages[0]!.range.start;
    const steps = this.#steps.filter((step) => step.lines.end < first);
    for (const state of states) {
      if (state.index === undefined) continue;
      const { stage } = state;
      const label = stage.name || `stage-${state.index}`;
      const skipped = !reachable.has(state);
      const from = stepOf(steps.length, label, stage.keyword, uppercaseKeyword(stage.code), stage.range, skipped);
      from.uses = sourcesOf(state.base ? [state.base] : [], state.base ? undefined : state.baseName);
      state.fromStep = steps.length;
      steps.push(from);
      if (!state.base && state.vertex) from.vertex = state.vertex = { ...state.vertex, step: from.step };
      state.commands = state.commands.map((command) => {
        const { keyword, code, range } = command.command;
        const step = stepOf(steps.length, label, keyword, uppercaseKeyword(code), range, skipped);
        const uses = sourcesOf(command.sources);
        steps.push(uses.length > 0 ? { ...step, uses } : step);
        return { ...command, step: steps.length - 1 };
      });
    }
    this.#steps = steps;
  }

  name(step: number, name: string): void {
    const found = this.#steps[step];
    if (found) found.name = name;
  }

  vertex(step: number, vertex: Vertex): void {
    const found = this.#steps[step];
    if (found) found.vertex = vertex;
  }
}

/** Each once; scratch, which has no files, is none. */
function sourcesOf(states: readonly StageState[], image?: string): StepSource[] {
  const sources = new Map<string, StepSource>();
  for (const { index, stage, baseName } of states) {
    if (index === undefined && baseName === 'scratch') continue;
    const source: StepSource =
      index === undefined ? { kind: 'image', name: baseName } : { kind: 'stage', name: stage.name || `stage-${index}` };
    sources.set(`${source.kind} ${source.name}`, source);
  }
  if (image !== undefined) sources.set(image, { kind: 'image', name: image });
  return [...sources.values()];
}

function stepOf(
  step: number,
  stage: string,
  keyword: string,
  name: string,
  lines: Step['lines'],
  skipped = false,
): Step {
  return { step, stage, instruction: keyword.toUpperCase(), name, lines, skipped };
}

/** BuildKit's uppercaseCmd: everything up to the first space. */
export function uppercaseKeyword(text: string): string {
  const space = text.indexOf(' ');
  return space < 0 ? text.toUpperCase() : text.slice(0, space).toUpperCase() + text.slice(space);
}
