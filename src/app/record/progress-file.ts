import { type Progress, readable, replaceProgress, useProgress } from '../places/progress.ts';

/** `format` tells our files from others. */
interface ProgressFile {
  readonly format: 'drydock-progress';
  readonly version: 1;
  readonly lessons: Progress;
}

/** Hands the student a file with everything they have done. */
export function saveProgressFile(): void {
  const file: ProgressFile = { format: 'drydock-progress', version: 1, lessons: useProgress.getState().lessons };
  const address = URL.createObjectURL(new Blob([JSON.stringify(file, undefined, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'drydock-progress.json';
  link.click();
  URL.revokeObjectURL(address);
}

/** Takes over what a file holds, beside what is there; false when it is none of ours. */
export async function readProgressFile(file: File): Promise<boolean> {
  let document: Partial<ProgressFile>;
  try {
    document = JSON.parse(await file.text()) as Partial<ProgressFile>;
  } catch {
    return false;
  }
  if (document?.format !== 'drydock-progress' || typeof document.lessons !== 'object' || !document.lessons)
    return false;
  replaceProgress(merged(useProgress.getState().lessons, readable(document.lessons)));
  return true;
}

/** A goal counts from when it was first met; the step is the one that was looked at last. */
export function merged(ours: Progress, theirs: Progress): Progress {
  const ids = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return Object.fromEntries(
    [...ids].map((id) => {
      const [a, b] = [ours[id], theirs[id]];
      if (!a || !b) return [id, (a ?? b)!];
      const newer = a.opened >= b.opened ? a : b;
      const met = { ...a.met };
      const by = { ...b.by, ...a.by };
      for (const [goal, when] of Object.entries(b.met)) {
        if (met[goal] !== undefined && met[goal] <= when) continue;
        met[goal] = when;
        if (b.by[goal] !== undefined) by[goal] = b.by[goal];
      }
      return [id, { opened: newer.opened, step: newer.step, met, by }];
    }),
  );
}
