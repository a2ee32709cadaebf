import type { LintResult } from '../../engine/api/build-request.ts';
import type { RemoteMachine } from '../../worker/client.ts';
import { messages } from '../messages/messages.ts';
import { type FixableFinding, fixOf } from './dockerfile/fixes.ts';
import { monaco } from './monaco.ts';

const OWNER = 'build checks';
const decoder = new TextDecoder();
/** The findings behind a model's markers, for the quick fixes. */
const findings = new WeakMap<monaco.editor.ITextModel, readonly FixableFinding[]>();

/** Asks the machine for the build checks and shows them as markers, unless the text has moved on meanwhile. */
export async function showChecks(model: monaco.editor.ITextModel, machine: RemoteMachine): Promise<void> {
  const result = await machine.check();
  if (model.isDisposed() || (result && sourceOf(result) !== model.getValue())) return;
  findings.set(model, result?.warnings ?? []);
  monaco.editor.setModelMarkers(model, OWNER, result ? markersOf(result, model) : []);
}

function sourceOf({ source }: LintResult): string {
  return decoder.decode(Uint8Array.from(atob(source.data), (character) => character.charCodeAt(0)));
}

function markersOf(result: LintResult, model: monaco.editor.ITextModel): monaco.editor.IMarkerData[] {
  const warnings = result.warnings.map(
    (warning): monaco.editor.IMarkerData => ({
      ...rangeOf(warning.range, model),
      severity: monaco.MarkerSeverity.Warning,
      message: warning.detail === warning.description ? warning.detail : `${warning.detail}\n${warning.description}`,
      source: 'build check',
      code: warning.url === '' ? warning.ruleName : { value: warning.ruleName, target: monaco.Uri.parse(warning.url) },
      ...(warning.ruleName === 'MaintainerDeprecated' && { tags: [monaco.MarkerTag.Deprecated] }),
    }),
  );
  const { buildError } = result;
  if (!buildError) return warnings;
  const error = { severity: monaco.MarkerSeverity.Error, message: buildError.message, source: 'docker build' };
  return [...warnings, { ...rangeOf(buildError.range, model), ...error }];
}

/** The instruction's lines without the white space around; the first line when none are known. */
function rangeOf(lines: { start: number; end: number } | undefined, model: monaco.editor.ITextModel) {
  const count = model.getLineCount();
  const startLineNumber = Math.min(lines?.start ?? 1, count);
  const endLineNumber = Math.min(Math.max(lines?.end ?? 1, startLineNumber), count);
  return {
    startLineNumber,
    startColumn: Math.max(1, model.getLineFirstNonWhitespaceColumn(startLineNumber)),
    endLineNumber,
    endColumn: Math.max(2, model.getLineLastNonWhitespaceColumn(endLineNumber)),
  };
}

/** Quick fixes for the findings that have a mechanical way out. */
export const fixProvider: monaco.languages.CodeActionProvider = {
  provideCodeActions(model, range, context) {
    const lines = model.getLinesContent();
    const actions = context.markers.flatMap((marker): monaco.languages.CodeAction[] => {
      const rule = typeof marker.code === 'string' ? marker.code : marker.code?.value;
      const finding = findings
        .get(model)
        ?.find((each) => each.ruleName === rule && each.range?.start === marker.startLineNumber);
      const fix =
        finding && range.startLineNumber <= marker.endLineNumber
          ? fixOf(finding, lines, messages().views.fixes)
          : undefined;
      if (!fix) return [];
      return [
        {
          title: fix.title,
          kind: 'quickfix',
          isPreferred: true,
          diagnostics: [marker],
          edit: { edits: fix.edits.map((edit) => textEdit(edit, model)) },
        },
      ];
    });
    return { actions, dispose: () => {} };
  },
};

function textEdit(
  { start, end, lines }: { start: number; end: number; lines: readonly string[] },
  model: monaco.editor.ITextModel,
): monaco.languages.IWorkspaceTextEdit {
  // Lines that go take their line end with them.
  const range =
    lines.length === 0 && end < model.getLineCount()
      ? new monaco.Range(start, 1, end + 1, 1)
      : new monaco.Range(start, 1, end, model.getLineMaxColumn(end));
  return {
    resource: model.uri,
    versionId: model.getVersionId(),
    textEdit: { range, text: lines.join('\n') },
  };
}
