/** What Monaco knows of Dockerfiles beyond their colours: help under the pointer, completion, quick fixes. */
import { language } from 'monaco-editor/languages/definitions/dockerfile/dockerfile.js';
import { locale } from '../messages/messages.ts';
import { useMachine } from '../stores/machine.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { fixProvider } from './checks.ts';
import { complete, type Suggestion } from './dockerfile/completion.ts';
import { type Help, instructions } from './dockerfile/help.ts';
import { placeAt } from './dockerfile/place.ts';
import { monaco } from './monaco.ts';

const LANGUAGE = 'dockerfile';

// Instructions in lower case are instructions too.
monaco.languages.setMonarchTokensProvider(LANGUAGE, { ...language, ignoreCase: true });

/** The names of the built-in images: asked for once, they do not change. */
let images: Promise<readonly string[]> | undefined;

function imageNames(): Promise<readonly string[]> {
  const { machine } = useMachine.getState();
  if (!machine) return Promise.resolve([]);
  images ??= machine
    .api({ method: 'GET', path: '/drydock/hub' })
    .then(({ status, body }) => (status < 300 ? (JSON.parse(new TextDecoder().decode(body)) as string[]) : []));
  return images;
}

/** What is said of each instruction, in the reader's language. */
async function help(): Promise<Readonly<Record<string, Help>>> {
  return locale() === 'de' ? (await import('./dockerfile/help.de.ts')).germanHelp : instructions;
}

const kinds: Record<Suggestion['kind'], monaco.languages.CompletionItemKind> = {
  instruction: monaco.languages.CompletionItemKind.Keyword,
  flag: monaco.languages.CompletionItemKind.Property,
  image: monaco.languages.CompletionItemKind.Module,
  stage: monaco.languages.CompletionItemKind.Reference,
  file: monaco.languages.CompletionItemKind.File,
  folder: monaco.languages.CompletionItemKind.Folder,
  variable: monaco.languages.CompletionItemKind.Variable,
  value: monaco.languages.CompletionItemKind.Value,
};

monaco.languages.registerCompletionItemProvider(LANGUAGE, {
  triggerCharacters: ['-', '=', '/', '$', ':'],
  async provideCompletionItems(model, { lineNumber, column }) {
    const { files } = useWorkspace.getState();
    const choices = { images: await imageNames(), files, help: await help() };
    const { suggestions, replaces } = complete(model.getLinesContent(), lineNumber - 1, column - 1, choices);
    const range = new monaco.Range(lineNumber, column - replaces, lineNumber, column);
    return {
      suggestions: suggestions.map(({ label, insert, kind, detail, documentation }, index) => ({
        label,
        insertText: insert,
        kind: kinds[kind],
        range,
        sortText: String(index).padStart(5, '0'),
        ...(detail && { detail }),
        ...(documentation && { documentation: { value: documentation } }),
        // A value, a source or an image usually follows.
        ...(/[ =/]$/.test(insert) && { command: { id: 'editor.action.triggerSuggest', title: 'Suggest' } }),
      })),
    };
  },
});

monaco.languages.registerHoverProvider(LANGUAGE, {
  async provideHover(model, { lineNumber, column }) {
    const line = model.getLineContent(lineNumber);
    const found = wordAt(line, column - 1);
    if (!found) return null;
    const place = placeAt(model.getLinesContent(), lineNumber - 1, found.end);
    if (!place) return null;
    const range = new monaco.Range(lineNumber, found.start + 1, lineNumber, found.end + 1);
    const known = await help();
    const flag = /^--([a-z-]+)/.exec(found.text)?.[1];
    if (flag) {
      const text = known[place.instruction]?.flags?.[flag];
      return text ? { range, contents: [{ value: `**--${flag}** ${text}` }] } : null;
    }
    const about = place.instruction === '' ? known[found.text.toUpperCase()] : undefined;
    return about ? { range, contents: [{ value: `\`${about.usage}\`` }, { value: about.text }] } : null;
  },
});

monaco.languages.registerCodeActionProvider(LANGUAGE, fixProvider, { providedCodeActionKinds: ['quickfix'] });

/** The word, to white space, that stands at an offset. */
function wordAt(line: string, offset: number): { text: string; start: number; end: number } | undefined {
  for (const match of line.matchAll(/\S+/g)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (start <= offset && offset < end) return { text: match[0], start, end };
  }
  return undefined;
}
