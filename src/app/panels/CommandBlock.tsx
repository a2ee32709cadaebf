import { type ReactNode, useRef } from 'react';
import { useMessages } from '../messages/messages.ts';
import { typeInTerminal } from '../stores/terminals.ts';

/** A block of commands, with a button that types them (the student presses Enter). */
export function CommandBlock({ children }: { readonly children?: ReactNode }) {
  const { lesson: say } = useMessages();
  const text = useRef<HTMLPreElement>(null);
  const type = () => typeInTerminal((text.current?.textContent ?? '').trim());
  return (
    <div className="command-block">
      <pre ref={text}>{children}</pre>
      <button type="button" onClick={type} title={say.typeTitle}>
        {say.type}
      </button>
    </div>
  );
}
