import type { Step } from '../../lessons/lesson.ts';
import { useMessages } from '../messages/messages.ts';
import { CommandBlock } from '../panels/CommandBlock.tsx';
import { writeFile } from '../stores/workspace.ts';

/** How a step is done: files as they should be, then commands. */
export function Solution({ step }: { readonly step: Step }) {
  const { lesson: say } = useMessages();
  const files = Object.entries(step.solutionFiles);
  if (step.solution.length === 0 && files.length === 0) return null;
  return (
    <details>
      <summary>{say.showSolution}</summary>
      {files.map(([path, text]) => (
        <figure key={path} className="solution-file">
          <figcaption>
            <code>{path}</code>
            <button type="button" onClick={() => void writeFile(path, text)}>
              {say.writeFile}
            </button>
          </figcaption>
          <pre>{text}</pre>
        </figure>
      ))}
      {step.solution.map((line, index) => (
        <CommandBlock key={index} text={line} />
      ))}
    </details>
  );
}
