import { useEffect, useRef } from 'react';
import { messages, useMessages } from '../messages/messages.ts';
import { usePresenter } from '../present/presenter.ts';
import { useEngine } from '../stores/engine.ts';
import { useMachine } from '../stores/machine.ts';
import { cursorAt, useSelection } from '../stores/selection.ts';
import { useShownPlan } from '../stores/shown-plan.ts';
import { useTheme } from '../stores/theme.ts';
import { typed } from '../stores/workspace.ts';
import { showChecks } from './checks.ts';
import { pointedMark, stepMarks } from './marks.ts';
import { languageOf, monaco } from './monaco.ts';
import './language.ts';

/** Milliseconds in which what belongs together comes. */
const SETTLED = 50;

/** The open file in Monaco; a Dockerfile carries in its margin what each instruction would do. */
export default function MonacoEditor({ path, text }: { path: string; text: string }) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const marks = useRef<monaco.editor.IEditorDecorationsCollection>(undefined);
  const pointing = useRef<monaco.editor.IEditorDecorationsCollection>(undefined);
  const theme = useTheme((state) => state.theme);
  const machine = useMachine((state) => state.machine);
  const presenting = usePresenter((state) => state.on);
  const { pointed, revealed } = useSelection();
  const { plan } = useShownPlan();
  const words = useMessages();
  const last = useEngine((state) => state.builds.at(-1));

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
      fixedOverflowWidgets: true,
      lightbulb: { enabled: monaco.editor.ShowLightbulbIconMode.On },
      suggest: { showWords: false },
      // Enter ends a line: `COPY . .` must not become `COPY . .dockerignore`. Tab accepts.
      acceptSuggestionOnEnter: 'off',
      wordBasedSuggestions: 'off',
    });
    editor.current = created;
    marks.current = created.createDecorationsCollection();
    pointing.current = created.createDecorationsCollection();
    const tellCursor = () => {
      const inDockerfile = created.hasTextFocus() && created.getModel()?.uri.path === '/Dockerfile';
      cursorAt(inDockerfile ? created.getPosition()?.lineNumber : undefined);
    };
    created.onDidChangeCursorPosition(tellCursor);
    created.onDidChangeModel(tellCursor);
    created.onDidFocusEditorText(tellCursor);
    created.onDidBlurEditorText(tellCursor);
    return () => {
      cursorAt(undefined);
      created.dispose();
      for (const model of monaco.editor.getModels()) model.dispose();
    };
  }, []);

  useEffect(() => editor.current?.updateOptions({ fontSize: presenting ? 20 : 13 }), [presenting]);

  useEffect(() => monaco.editor.setTheme(`drydock-${theme}`), [theme]);

  // Depends on more than it reads: the text at the time the file is opened; later texts come below.
  useEffect(() => {
    const uri = monaco.Uri.file(`/${path}`);
    const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel(text, languageOf(path), uri);
    editor.current?.setModel(model);
    editor.current?.updateOptions({ ariaLabel: messages().views.editor.content(path) });
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
    const mark = () => {
      const model = editor.current?.getModel();
      marks.current?.set(path === 'Dockerfile' && plan && model ? stepMarks(plan, last, model, words) : []);
    };
    // Monaco breaks its lines anew for them: once for a build and the plan that follows it.
    const soon = setTimeout(mark, SETTLED);
    return () => clearTimeout(soon);
  }, [path, plan, last, words]);

  // Depends on more than it reads: a new plan says that the machine has seen a change.
  useEffect(() => {
    const model = editor.current?.getModel();
    if (model && machine && path === 'Dockerfile') void showChecks(model, machine);
  }, [path, plan, machine]);

  useEffect(() => {
    pointing.current?.set(path === 'Dockerfile' && pointed ? [pointedMark(pointed)] : []);
    if (path === 'Dockerfile' && pointed) editor.current?.revealLineInCenterIfOutsideViewport(pointed.start);
  }, [path, pointed]);

  useEffect(() => {
    const { pointed: asked } = useSelection.getState();
    if (revealed === 0 || !asked || path !== 'Dockerfile') return;
    editor.current?.setPosition({ lineNumber: asked.start, column: 1 });
    editor.current?.revealLineInCenterIfOutsideViewport(asked.start);
  }, [path, revealed]);

  return <div ref={place} className="monaco" data-path={path} />;
}
