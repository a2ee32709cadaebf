import { useMessages } from '../messages/messages.ts';
import { typeInTerminal } from '../stores/terminals.ts';

/** A block of commands, with a button that types them (the student presses Enter). */
export function CommandBlock({ text }: { readonly text: string }) {
  const { lesson: say } = useMessages();
  return (
    <div className="command-block">
      <pre>
        <code>
          {text.split(/(?<=\n)/).map((line, index) => (
            <Line key={index} line={line} />
          ))}
        </code>
      </pre>
      <button type="button" onClick={() => typeInTerminal(text)} title={say.typeTitle}>
        {say.type}
      </button>
    </div>
  );
}

/** A long command goes on in the next row at a blank, never behind the dashes of an option. */
function Line({ line }: { readonly line: string }) {
  return (
    <span className="command-line">
      {(line.match(/\s+|\S+/g) ?? []).map((part, index) =>
        /\s/.test(part) ? (
          part
        ) : (
          <span key={index} className="command-word">
            {part}
          </span>
        ),
      )}
    </span>
  );
}
