import { zip } from 'fflate';
import { addresses } from '../routes/addresses.ts';
import { useLesson } from '../stores/lesson.ts';
import { useMachine } from '../stores/machine.ts';
import { useTimeline } from '../stores/timeline.ts';
import { flushed, useWorkspace } from '../stores/workspace.ts';
import { commandsToHere } from './commands.ts';
import { fileForLink, packLink } from './link.ts';

/** Puts a link to files, lesson, step and the commands that led here on the clipboard; with `group`, for that class. */
export async function copyLink(group?: string): Promise<void> {
  const fragment = await fragmentHere(group);
  await navigator.clipboard.writeText(new URL(`${addresses.shared}#${fragment}`, location.href).href);
}

/** The fragment that carries what is here. */
export async function fragmentHere(group?: string): Promise<string> {
  const files = await workspace();
  const { lesson, step } = useLesson.getState();
  const commands = commandsToHere(useTimeline.getState());
  return packLink({
    title: useMachine.getState().place?.title ?? '',
    ...(lesson && { lesson: lesson.id, step: lesson.steps[step]?.id }),
    ...(commands.length > 0 && { commands }),
    group,
    files: Object.fromEntries(Object.entries(files).map(([path, data]) => [path, fileForLink(data)])),
  });
}

/** Saves the workspace's files as a zip. */
export async function downloadZip(): Promise<void> {
  const files = await workspace();
  const bytes = await new Promise<Uint8Array>((resolve, reject) =>
    zip(files, (error, zipped) => (error ? reject(error) : resolve(zipped))),
  );
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes.slice().buffer], { type: 'application/zip' }));
  link.download = `${useMachine.getState().place?.folder ?? 'app'}.zip`;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function workspace(): Promise<Record<string, Uint8Array>> {
  await flushed();
  const { machine } = useMachine.getState();
  const found: Record<string, Uint8Array> = {};
  for (const { path, kind } of useWorkspace.getState().files) {
    const data = kind === 'file' ? await machine?.readFile(path) : undefined;
    if (data) found[path] = data;
  }
  return found;
}
