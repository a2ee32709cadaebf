import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readLesson } from '../lesson/read.ts';
import { projectFolder } from '../project-folder.ts';
import { readFolder } from '../sim/read-folder.ts';
import { UsageError } from '../usage.ts';
import type { ScriptInFolder } from './computers.ts';

/** A script by its path, or a lesson by its id: the commands of its code blocks, in its own files. */
export function readScript(name: string, folder: string | undefined): ScriptInFolder {
  const lesson = join(projectFolder(), 'lessons', name, 'lesson.md');
  if (/^[\w-]+\/[\w-]+$/.test(name) && existsSync(lesson)) return lessonScript(name, dirname(lesson));
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch (error) {
    throw new UsageError(`${name}: neither a lesson nor a script: ${(error as Error).message}`);
  }
  // Recorded scenarios keep the folder beside the script.
  const beside = join(dirname(name), 'context');
  const context = folder ?? (existsSync(beside) ? beside : undefined);
  return {
    parts: [{ files: {}, lines: commands(text) }],
    files: context === undefined ? [] : readFolder(context),
    lesson: undefined,
  };
}

function lessonScript(id: string, folder: string): ScriptInFolder {
  const files = join(folder, 'files');
  const lesson = readLesson(join(projectFolder(), 'lessons'), id);
  const blocks = lesson.steps.flatMap(({ body }) => [...body.matchAll(/^```(?:sh|bash|console)?\n([\s\S]*?)^```/gm)]);
  const lines = blocks.flatMap(([, block = '']) => commands(block.replace(/^\$ /gm, '')));
  return { parts: [{ files: {}, lines }], files: existsSync(files) ? readFolder(files) : [], lesson };
}

function commands(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
}
