import { contextTar, ignoreFileOf } from '../docker-cli/commands/build/context.ts';
import type { CliFiles } from '../docker-cli/host.ts';
import { textOf } from '../engine/api/body.ts';
import type { LintResult } from '../engine/api/build-request.ts';
import type { EngineDoor } from '../engine/api/door.ts';
import type { BuildPlan } from '../engine/api/drydock.ts';
import type { FileCalls } from '../kernel/kernel.ts';
import { fileInfo } from './docker-program.ts';

/** Asks the engine what `docker build .` in a folder would do: the same context, the same Dockerfile, nothing built. */
export async function planWorkspace(door: EngineDoor, files: FileCalls, folder: string): Promise<BuildPlan> {
  const answer = await askAboutBuild<BuildPlan>('/drydock/plan', door, files, folder);
  if (!('message' in answer)) return answer;
  return { steps: [], hits: 0, misses: 0, expectedDuration: 0, error: answer };
}

/** The build checks on the Dockerfile of a folder; undefined when there is none. */
export async function checkWorkspace(
  door: EngineDoor,
  files: FileCalls,
  folder: string,
): Promise<LintResult | undefined> {
  const answer = await askAboutBuild<LintResult>('/drydock/check', door, files, folder);
  return 'message' in answer ? undefined : answer;
}

async function askAboutBuild<Answer extends object>(
  path: string,
  door: EngineDoor,
  files: FileCalls,
  folder: string,
): Promise<Answer | { message: string }> {
  if (!files.exists(`${folder}/Dockerfile`)) return { message: 'There is no Dockerfile in this folder.' };
  const cliFiles = readOnlyFiles(files);
  const ignoreFile = ignoreFileOf(cliFiles, folder, `${folder}/Dockerfile`);
  const body = contextTar(cliFiles, {
    folder,
    dockerfile: files.readFile(`${folder}/Dockerfile`),
    ignoreFile: ignoreFile?.data,
    secrets: new Map(),
    contexts: new Map(),
  });
  const response = await door.request({
    method: 'POST',
    path,
    query: 'version=2&dockerfile=Dockerfile',
    headers: { 'content-type': 'application/x-tar' },
    body,
  });
  const text = await textOf(response.body);
  if (response.status < 300) return JSON.parse(text) as Answer;
  const { message } = JSON.parse(text) as { message: string };
  return { message };
}

function readOnlyFiles(files: FileCalls): CliFiles {
  const refuse = () => {
    throw new Error('a plan writes nothing');
  };
  return {
    lstat: (path) => fileInfo(files.lstat(path), () => files.readlink(path)),
    stat: (path) => fileInfo(files.stat(path), () => undefined),
    read: (path) => files.readFile(path),
    list: (path) => files.readdir(path).map((entry) => entry.name),
    write: refuse,
    mkdir: refuse,
    symlink: refuse,
    remove: refuse,
    chmod: refuse,
    chown: refuse,
    utimes: refuse,
  };
}
