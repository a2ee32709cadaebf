import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/messages.ts';
import { useEngine } from '../stores/engine.ts';
import { isSelected, pointAt, reveal, useSelection } from '../stores/selection.ts';
import { openFile } from '../stores/workspace.ts';
import { type AnyStep, type StageEdge, type StageNode, stageGraph, stateOf } from './stage-graph.ts';

/** Height of a node and of the space below it, in pixels: as in the style sheet. */
const NODE = 56;
const GAP = 36;

/** The stages of a Dockerfile and what flows between them. Nothing for a single stage: the step list says it all. */
export function StageGraph({ steps }: { steps: readonly AnyStep[] }) {
  const { stages } = useMessages().views;
  const graph = stageGraph(steps);
  if (graph.nodes.length < 2) return null;
  const height = graph.rows * (NODE + GAP) - GAP;
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  return (
    <section aria-label={stages.label} className="stage-graph">
      <div className="stage-plane" style={{ height }}>
        <svg aria-hidden="true" viewBox={`0 0 100 ${height}`} preserveAspectRatio="none">
          {graph.edges.map((edge) => (
            <path
              key={`${edge.from} ${edge.to}`}
              d={curve(byName.get(edge.from)!, byName.get(edge.to)!)}
              data-unused={byName.get(edge.to)!.skipped}
            />
          ))}
        </svg>
        {graph.edges.map((edge) => (
          <EdgeLabel
            key={`${edge.from} ${edge.to}`}
            edge={edge}
            from={byName.get(edge.from)!}
            to={byName.get(edge.to)!}
          />
        ))}
        <ul>
          {graph.nodes.map((node) => (
            <Node key={node.name} node={node} edges={graph.edges} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function Node({ node, edges }: { node: StageNode; edges: readonly StageEdge[] }) {
  const words = useMessages().views;
  const running = useEngine((state) => node.steps.some((step) => state.running.has(step.step)));
  const selected = useSelection((state) => node.steps.some((step) => isSelected(state, step.lines)));
  const state = running ? 'RUNNING' : stageState(node);
  return (
    <li style={{ left: `${(node.column / node.columns) * 100}%`, width: `${100 / node.columns}%`, top: top(node) }}>
      <button
        type="button"
        className="stage-node"
        data-state={state}
        data-selected={selected}
        onMouseEnter={() => pointAt(node.lines)}
        onMouseLeave={() => pointAt(undefined)}
        onFocus={() => pointAt(node.lines)}
        onBlur={() => pointAt(undefined)}
        onClick={() => void openFile('Dockerfile').then(() => reveal(node.lines))}
      >
        <strong>{node.name}</strong>
        <span className="stage-facts">{facts(node, running, words)}</span>
        <span className="visually-hidden">{sources(node, edges, words)}</span>
      </button>
    </li>
  );
}

function EdgeLabel({ edge, from, to }: { edge: StageEdge; from: StageNode; to: StageNode }) {
  // On the line's middle; a line over several rows is labelled where it ends, clear of the nodes between.
  const left = to.depth === from.depth + 1 ? (center(from) + center(to)) / 2 : center(to);
  const style = { left: `${left}%`, top: top(to) - GAP / 2 };
  return (
    <span className="stage-edge" aria-hidden="true" style={style}>
      {edge.by.join(', ')}
    </span>
  );
}

function top({ depth }: StageNode): number {
  return depth * (NODE + GAP);
}

function center({ column, columns }: StageNode): number {
  return ((column + 0.5) / columns) * 100;
}

function curve(from: StageNode, to: StageNode): string {
  const [x1, y1] = [center(from), top(from) + NODE];
  const [x2, y2] = [center(to), top(to)];
  const bend = GAP / 2;
  return `M ${x1} ${y1} C ${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
}

function stageState(node: StageNode): string {
  if (node.skipped) return 'SKIPPED';
  const states = node.steps.map(stateOf);
  return (
    ['FAILED', 'MISS', 'RAN', 'MAYBE', 'NOT-REACHED', 'HIT', 'CACHED'].find((each) => states.some((s) => s === each)) ??
    ''
  );
}

function facts(node: StageNode, running: boolean, { stages, steps }: Messages['views']): string {
  if (node.skipped) return stages.skipped;
  if (running) return steps.word('RUNNING');
  const states = node.steps.map(stateOf);
  const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length;
  const [will, ran, reused, maybe] = [count('MISS'), count('RAN'), count('HIT', 'CACHED'), count('MAYBE')];
  if (count('FAILED') > 0) return steps.word('FAILED');
  const parts = [
    will > 0 && stages.willRun(will),
    ran > 0 && stages.ran(ran),
    maybe > 0 && stages.maybe(maybe),
    reused > 0 && (will > 0 || ran > 0 ? stages.reused(reused) : stages.fromCache(reused)),
  ];
  return parts.filter((part) => part !== false).join(', ') || steps.word('NOT-REACHED');
}

/** For those who do not see the lines. */
function sources(node: StageNode, edges: readonly StageEdge[], { stages: words }: Messages['views']): string {
  const stages = edges.filter(({ to }) => to === node.name).map(({ from, by }) => `${from} (${by.join(', ')})`);
  if (node.image) stages.unshift(words.image(node.image));
  return stages.length === 0 ? '' : words.takesFrom(stages);
}
