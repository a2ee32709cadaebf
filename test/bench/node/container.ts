import { createKernel } from '../../../src/kernel/boot.ts';
import { treeFromEntries } from '../../../src/kernel/fs/apply-change-set.ts';
import type { Change, DirectoryNode, OverlayFilesystem } from '../../../src/kernel/fs/types.ts';
import { ROOT } from '../../../src/kernel/process/credentials.ts';
import type { MaybePromise, SystemCalls } from '../../../src/kernel/program.ts';
import { userlandPrograms } from '../../../src/userland/table.ts';
import { nodePlatform } from '../../support/platform.ts';

const metadata = { uid: 0, gid: 0, mtime: 1_700_000_000_000 };

export function directory(path: string): Change {
  return { kind: 'directory', path, mode: 0o755, ...metadata };
}

export function file(path: string, data: Uint8Array, mode = 0o644): Change {
  return { kind: 'file', path, data, size: data.length, mode, ...metadata };
}

/** An image of one layer with a few directories. */
export function smallImage(more: readonly Change[] = []): DirectoryNode {
  return treeFromEntries([...'bin etc tmp root data'.split(' ').map(directory), ...more], 'sha256:base');
}

export interface Container {
  readonly overlay: OverlayFilesystem;
  /** Runs one process in it to its end: `argv`, or `main` as its program. */
  run(argv: string[], main?: (sys: SystemCalls) => MaybePromise<number>): Promise<void>;
}

/** A container without an engine around it: namespaces of its own over an overlay. */
export function container(lower: DirectoryNode): Container {
  const kernel = createKernel({ platform: nodePlatform(), programs: userlandPrograms });
  const overlay = kernel.createOverlay(lower);
  const mount = kernel.createMountNamespace(overlay, { system: true });
  return {
    overlay,
    async run(argv, main) {
      const process = kernel.start({
        argv,
        main,
        env: new Map([['PATH', '/bin']]),
        cwd: '/',
        credentials: ROOT,
        namespaces: {
          pid: kernel.createPidNamespace(),
          mount,
          network: kernel.createNetworkNamespace(),
          uts: kernel.createUtsNamespace('bench'),
        },
        fds: new Map(),
      });
      const status = await process.exited;
      if (!('code' in status) || status.code !== 0) throw new Error(`${argv.join(' ')}: ${JSON.stringify(status)}`);
    },
  };
}
