import type { ProseNode } from '../lessons.ts';
import { CommandBlock } from '../panels/CommandBlock.tsx';
import { isCommands, Prose } from '../panels/Prose.tsx';
import { useAnswers } from '../stores/answers.ts';
import { Prediction } from './Prediction.tsx';

interface StepTextProps {
  readonly nodes: readonly ProseNode[];
  readonly predict: string | undefined;
  readonly place: string;
  /** Its goals are met. */
  readonly done: boolean;
}

/** A step's text. What is to be predicted is asked before the first command, and what is said after the last one waits for the build. */
export function StepText({ nodes, predict, place, done }: StepTextProps) {
  const foretold = useAnswers((state) => state.steps[place]?.prediction);
  if (predict === undefined) return <Prose nodes={nodes} codeBlock={CommandBlock} />;
  const commands = (node: ProseNode) => typeof node === 'object' && isCommands(node);
  const first = nodes.findIndex(commands);
  const last = nodes.findLastIndex(commands);
  const known = done || foretold?.graded !== undefined;
  return (
    <>
      <Prose nodes={nodes.slice(0, Math.max(0, first))} codeBlock={CommandBlock} />
      <Prediction key={place} ask={predict} place={place} />
      <Prose nodes={nodes.slice(Math.max(0, first), known ? undefined : last + 1)} codeBlock={CommandBlock} />
    </>
  );
}
