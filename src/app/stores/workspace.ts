import { create } from 'zustand';
import { callback, type RemoteMachine } from '../../worker/client.ts';
import type { WorkspaceFile } from '../../worker/protocol.ts';
import { refreshPlan } from './engine.ts';

/** The workspace as the machine last told it. `texts` holds only the files that are open. */
interface WorkspaceState {
  readonly files: readonly WorkspaceFile[];
  readonly open: string | undefined;
  readonly texts: Readonly<Record<string, string>>;
}

export const useWorkspace = create<WorkspaceState>(() => ({ files: [], open: undefined, texts: {} }));

const encoder = new TextEncoder();
const decoder = new TextDecoder();
let machine: RemoteMachine | undefined;
/** Paths typed in the editor and not yet with the machine. */
const pending = new Map<string, string>();
let writing: Promise<void> | undefined;

/** Another computer comes: nothing is known of its files. */
export function forgetWorkspace(): void {
  machine = undefined;
  pending.clear();
  useWorkspace.setState({ files: [], open: undefined, texts: {} });
}

/** What a computer that has not been started would begin with, to be read. */
export function previewFiles(files: Readonly<Record<string, string | Uint8Array>>): void {
  const texts: Record<string, string> = {};
  for (const [path, content] of Object.entries(files)) if (typeof content === 'string') texts[path] = content;
  const paths = Object.keys(texts).sort();
  const open = paths.includes('Dockerfile') ? 'Dockerfile' : paths[0];
  useWorkspace.setState({
    files: paths.map((path) => ({ path, kind: 'file', size: texts[path]!.length })),
    open,
    texts,
  });
}

/** The worker is no more: answers what the page has of the files, which may be newer than what was stored. */
export function rescueTexts(): Readonly<Record<string, string>> {
  const { texts } = useWorkspace.getState();
  machine = undefined;
  pending.clear();
  // A write the worker was asked for is never answered.
  writing = undefined;
  return texts;
}

/** Gives a computer the texts it may not have. */
export async function restoreTexts(remote: RemoteMachine, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(texts)) {
    const stored = await remote.readFile(path);
    if (!stored || decoder.decode(stored) !== text) await remote.writeFile(path, encoder.encode(text));
  }
}

export async function followWorkspace(remote: RemoteMachine): Promise<void> {
  machine = remote;
  pending.clear();
  useWorkspace.setState({ texts: {} });
  await remote.onFilesChanged(callback((paths: string[]) => void reload(paths)));
  await reload([]);
  const { files, open } = useWorkspace.getState();
  const first =
    files.find((file) => file.path === (open ?? 'Dockerfile')) ?? files.find((file) => file.kind === 'file');
  if (first) await openFile(first.path);
}

export async function openFile(path: string): Promise<void> {
  await load(path);
  useWorkspace.setState({ open: path });
}

/** Takes what was typed and hands it on to the machine, a little later, the newest text of each file once. */
export function typed(path: string, text: string): void {
  useWorkspace.setState((state) => ({ texts: { ...state.texts, [path]: text } }));
  pending.set(path, text);
  writing ??= new Promise((resolve) => setTimeout(resolve, 120)).then(flush).finally(() => {
    writing = undefined;
  });
}

/** Resolves once everything typed is with the machine. */
export async function flushed(): Promise<void> {
  await writing;
}

export async function createFile(path: string): Promise<void> {
  await machine?.writeFile(path, encoder.encode(''));
  await openFile(path);
}

/** Makes a file, or gives it another text, and shows it. */
export async function writeFile(path: string, text: string): Promise<void> {
  await flushed();
  await machine?.writeFile(path, encoder.encode(text));
  await openFile(path);
}

export async function deleteFile(path: string): Promise<void> {
  pending.delete(path);
  await machine?.deleteFile(path);
}

async function flush(): Promise<void> {
  for (let next = pending.entries().next(); !next.done; next = pending.entries().next()) {
    const [path, text] = next.value;
    await machine?.writeFile(path, encoder.encode(text));
    if (pending.get(path) === text) pending.delete(path);
  }
}

async function reload(paths: readonly string[]): Promise<void> {
  if (!machine) return;
  const files = await machine.listFiles();
  useWorkspace.setState({ files });
  const { texts, open } = useWorkspace.getState();
  for (const path of paths) if (path in texts && !pending.has(path)) await load(path);
  if (open !== undefined && !files.some((file) => file.path === open)) {
    useWorkspace.setState({ open: files.find((file) => file.kind === 'file')?.path });
  }
  refreshPlan(machine);
}

async function load(path: string): Promise<void> {
  const data = await machine?.readFile(path);
  if (!data || pending.has(path)) return;
  const text = decoder.decode(data);
  useWorkspace.setState((state) => (state.texts[path] === text ? state : { texts: { ...state.texts, [path]: text } }));
}
