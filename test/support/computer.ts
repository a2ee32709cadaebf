import { type Computer, type ComputerOptions, createComputer } from '../../src/host/computer.ts';
import { nodePlatform } from './platform.ts';

/** A fresh computer with `files` in /root/app, or one that `options` say. */
export function testComputer(
  files: Readonly<Record<string, string>> = {},
  options: Partial<ComputerOptions> = {},
): Promise<Computer> {
  const encoder = new TextEncoder();
  return createComputer({
    platform: nodePlatform(),
    folder: 'app',
    images: [],
    files: Object.entries(files).map(([path, text]) => ({
      path,
      kind: 'file',
      mode: 0o644,
      data: encoder.encode(text),
    })),
    ...options,
  });
}
