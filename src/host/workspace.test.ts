import { expect, test } from 'vitest';
import type { FileCalls } from '../kernel/kernel.ts';
import { plainFile, Workspace } from './workspace.ts';

test('tells changes by paths relative to the workspace, whatever the kernel calls them', () => {
  const watched = ['/root/w/a', '/root/w/src/b', 'c'];
  const files = {
    watch(_: string, listener: (path: string) => void) {
      for (const path of watched) listener(path);
      return () => {};
    },
  } as unknown as FileCalls;
  const told: string[] = [];
  new Workspace(files, '/root/w').watch((path) => told.push(path));
  expect(told).toEqual(['a', 'src/b', 'c']);
});

test('a script among the files to begin with can be run, in the page as in the check', () => {
  expect(plainFile('bin/serve.sh', '#!/bin/sh\n')).toMatchObject({ path: 'bin/serve.sh', mode: 0o755 });
  expect(plainFile('page.html', new Uint8Array([60]))).toMatchObject({ mode: 0o644, data: new Uint8Array([60]) });
});
