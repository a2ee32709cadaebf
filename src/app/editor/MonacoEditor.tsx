import { useEffect, useRef } from 'react';
import { useEngine } from '../stores/engine.ts';
import { useTheme } from '../stores/theme.ts';
import { typed } from '../stores/workspace.ts';
import { predictionMarks } from './marks.ts';
import { languageOf, monaco } from './monaco.ts';

/** The open file in Monaco; a Dockerfile carries in its margin what each instruction would do. */
export default function MonacoEditor({ path, text }: { path: string; text: string }) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const marks = useRef<monaco.editor.IEditorDecorationsCollection>(undefined);
  const theme = useTheme((state) => state.theme);
  const plan = useEngine((state) => state.plan);

  useEffect(() => {
    const created = monaco.editor.create(place.current!, {
      automaticLayout: true,
      fontSize: 13,
      fontFamily: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
      glyphMargin: true,
      lineNumbersMinChars: 3,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      padding: { top: 8 },
      wordWrap: 'on',
      tabFocusMode: false,
      accessibilitySupport: 'on',
    });
    editor.current = created;
    marks.current = created.createDecorationsCollection();
    return () => {
      created.dispose();
      for (const model of monaco.editor.getModels()) model.dispose();
    };
  }, []);

  useEffect(() => monaco.editor.setTheme(`drydock-${theme}`), [theme]);

  // Depends on more than it reads: the text at the time the file is opened; later texts come below.
  useEffect(() => {
    const uri = monaco.Uri.file(`/${path}`);
    const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel(text, languageOf(path), uri);
    editor.current?.setModel(model);
    editor.current?.updateOptions({ ariaLabel: `Content of ${path}` });
    const listening = model.onDidChangeContent((event) => {
      if (!event.isFlush) typed(path, model.getValue());
    });
    return () => listening.dispose();
  }, [path]);

  useEffect(() => {
    const model = editor.current?.getModel();
    // setValue flushes, which the listener above ignores: a change from the machine is not typed back to it.
    if (model && model.getValue() !== text) model.setValue(text);
  }, [text]);

  useEffect(() => {
    marks.current?.set(path === 'Dockerfile' && plan ? predictionMarks(plan) : []);
  }, [path, plan]);

  return <div ref={place} className="monaco" data-path={path} />;
}
