import { expect, test } from 'vitest';
import type { PlannedStep, StepSource } from '../../engine/api/drydock.ts';
import { stageGraph } from './stage-graph.ts';

let line = 0;
function step(stage: string, instruction: string, ...uses: StepSource[]): PlannedStep {
  line += 1;
  const prediction = stage === 'unused' ? 'SKIPPED' : 'MISS';
  return {
    step: line,
    stage,
    instruction,
    name: instruction,
    lines: { start: line, end: line },
    prediction,
    causes: [],
    why: '',
    uses,
  };
}
const stage = (name: string): StepSource => ({ kind: 'stage', name });
const image = (name: string): StepSource => ({ kind: 'image', name });

test('stages stand below what they take from', () => {
  const graph = stageGraph([
    step('base', 'FROM', image('alpine')),
    step('build', 'FROM', stage('base')),
    step('unused', 'FROM', image('busybox')),
    step('final', 'FROM', image('nginx')),
    step('final', 'COPY', stage('build')),
    step('final', 'RUN', stage('build'), stage('base')),
  ]);
  expect(
    graph.nodes.map(({ name, depth, column, columns, skipped }) => [name, depth, column, columns, skipped]),
  ).toEqual([
    ['base', 0, 0, 2, false],
    ['build', 1, 0, 1, false],
    ['unused', 0, 1, 2, true],
    ['final', 2, 0, 1, false],
  ]);
  expect(graph.nodes.map(({ image }) => image)).toEqual(['alpine', undefined, 'busybox', 'nginx']);
  expect(graph.edges).toEqual([
    { from: 'base', to: 'build', by: ['FROM'] },
    { from: 'build', to: 'final', by: ['COPY', 'RUN'] },
    { from: 'base', to: 'final', by: ['RUN'] },
  ]);
});
