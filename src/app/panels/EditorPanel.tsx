import { lazy, Suspense, useState } from 'react';
import { Tabs } from '../layouts/Tabs.tsx';
import { useMessages } from '../messages/messages.ts';
import { machineReady, useMachine } from '../stores/machine.ts';
import { firstShown } from '../stores/terminals.ts';
import { createFile, openFile, typed, useWorkspace } from '../stores/workspace.ts';

// The largest part by far, and a plain editor does until it is there: the terminal goes first.
const MonacoEditor = lazy(async () => {
  await machineReady().catch(() => {});
  await Promise.race([firstShown, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  return import('../editor/MonacoEditor.tsx');
});

/** Milliseconds that the editor waits for a terminal, which an embed may not have. */
const PATIENCE = 4000;

/** Monaco is not usable by touch: there the plain editor stays. */
const touchOnly = matchMedia('(pointer: coarse)').matches && !matchMedia('(any-pointer: fine)').matches;

/** The files of the workspace, one open. Every change goes to the machine at once: there is nothing to save. */
export function EditorPanel() {
  const { editor: words } = useMessages().views;
  const { files, open, texts } = useWorkspace();
  const shown = files.filter((file) => file.kind === 'file' && !file.path.startsWith('node_modules/'));
  const text = open === undefined ? undefined : texts[open];

  return (
    <section className="editor" aria-label={words.label}>
      <Tabs
        label={words.label}
        tabs={shown.map((file) => [file.path, file.path] as const)}
        selected={open}
        onSelect={(path) => void openFile(path)}
      >
        <NewFile />
      </Tabs>
      <div className="editor-body">
        {open === undefined || text === undefined ? (
          <p className="quiet padded">{files.length === 0 ? words.none : words.choose}</p>
        ) : touchOnly ? (
          <PlainEditor path={open} text={text} />
        ) : (
          <Suspense fallback={<PlainEditor path={open} text={text} />}>
            <MonacoEditor path={open} text={text} />
          </Suspense>
        )}
      </div>
    </section>
  );
}

function PlainEditor({ path, text }: { path: string; text: string }) {
  const asleep = useMachine((state) => state.phase === 'asleep');
  const { editor: words } = useMessages().views;
  return (
    <textarea
      readOnly={asleep}
      className="plain-editor"
      aria-label={words.content(path)}
      spellCheck={false}
      autoCapitalize="off"
      value={text}
      onChange={(event) => typed(path, event.target.value)}
    />
  );
}

function NewFile() {
  const { editor: words } = useMessages().views;
  const [naming, setNaming] = useState(false);
  if (!naming) {
    return (
      <button
        type="button"
        className="icon-button"
        onClick={() => setNaming(true)}
        aria-label={words.make}
        title={words.make}
      >
        +
      </button>
    );
  }
  return (
    <form
      className="new-file"
      onSubmit={(event) => {
        event.preventDefault();
        const name = String(new FormData(event.currentTarget).get('name')).trim();
        setNaming(false);
        if (name !== '') void createFile(name);
      }}
    >
      <input
        name="name"
        aria-label={words.name}
        placeholder={words.namePlaceholder}
        ref={focusOnce}
        onBlur={() => setNaming(false)}
      />
    </form>
  );
}

/** The field appears because the student asked for it: it takes the keys at once. */
function focusOnce(input: HTMLInputElement | null): void {
  input?.focus();
}
