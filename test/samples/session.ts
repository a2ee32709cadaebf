import { createComputer } from '../../src/host/computer.ts';
import { nodePlatform } from '../support/platform.ts';

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** A fresh computer with `files` in the working folder, and its shell: scripts run one after another. */
export async function session(files: Readonly<Record<string, string>>): Promise<{
  run(script: string): Promise<Answer>;
  end(): void;
}> {
  const computer = await createComputer({ platform: nodePlatform(), images: [], folder: 'work', files: [] });
  const shell = computer.openSession();
  for (const [path, text] of Object.entries(files)) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
    await shell.run(`mkdir -p ${folder}\ncat > ${path} <<'END OF FILE'\n${text}END OF FILE`);
  }
  return { run: (script) => shell.run(script), end: () => computer.powerOff() };
}
