import type { BuildMount, RunResult, RunStep } from '../../build/types.ts';
import type { Filesystem } from '../../kernel/fs/types.ts';
import type { Kernel, MountNamespace, Namespaces } from '../../kernel/kernel.ts';
import { SIGNALS } from '../../kernel/process/signals.ts';
import { exitCodeOf, launch } from '../containers/launch.ts';
import { makeDirectories, makeMountPoint } from '../containers/rootfs.ts';
import { RuntimeError } from '../containers/runtime-errors.ts';
import { drain, keepOurEnds } from '../containers/streams.ts';
import type { EngineContext } from '../context.ts';
import { ApiError, messageOf } from '../errors.ts';
import { randomId } from '../ids.ts';
import { randomMac } from '../networks/store.ts';
import { formatAddress } from '../networks/subnet.ts';
import { CacheMounts } from './cache-mounts.ts';

const HOSTS = '127.0.0.1\tlocalhost buildkitsandbox\n::1\tlocalhost ip6-localhost ip6-loopback\n';

/** Executes one RUN over `lower` in namespaces of its own, as BuildKit's runc executor does. */
export async function runStep(context: EngineContext, step: RunStep): Promise<RunResult> {
  const { kernel } = context;
  const overlay = kernel.createOverlay(step.lower);
  const made = mountPointsOf(overlay);
  for (const path of ['/proc', '/dev', '/sys']) if (!made.present(path)) made.paths.push(path);
  const mounts = kernel.createMountNamespace(overlay, { system: true, sharedMemory: step.limits?.shmSize });
  const network = stepNetwork(context, step);
  const caches = new CacheMounts(context);
  try {
    // No terminal, so no console.
    mounts.files().unlink('/dev/console');
    mountEtc(context, step, mounts, made);
    for (const mount of step.mounts) mountForStep(context, mounts, mount, made, step.argv, caches);
    if (step.cwd !== '/' && !mounts.files().exists(step.cwd)) makeDirectories(mounts.files(), step.cwd);
    const namespaces: Namespaces = {
      mount: mounts,
      pid: kernel.createPidNamespace(kernel.host.pid),
      network: network.namespace,
      uts: kernel.createUtsNamespace('buildkitsandbox'),
    };
    const [stdin, stdout, stderr] = [kernel.createPipe(), kernel.createPipe(), kernel.createPipe()];
    const process = launch(kernel, {
      argv: step.argv,
      env: step.env,
      cwd: step.cwd,
      user: step.user,
      capabilities: {},
      ulimits: step.limits?.ulimits,
      namespaces,
      fds: new Map([
        [0, stdin.readEnd],
        [1, stdout.writeEnd],
        [2, stderr.writeEnd],
      ]),
    });
    keepOurEnds(stdin, stdout, stderr);
    stdin.closeWrite();
    step.cancelled?.then(() => process.kill(SIGNALS.SIGKILL));
    const output = Promise.all([
      drain(stdout, (bytes) => step.onOutput(1, bytes)),
      drain(stderr, (bytes) => step.onOutput(2, bytes)),
    ]);
    const code = exitCodeOf(await process.exited);
    await output;
    if (code !== 0) return { kind: 'exit', code };
    removeMountPoints(kernel, overlay, made);
    return { kind: 'done', overlay };
  } catch (error) {
    if (error instanceof RuntimeError) {
      const message = `runc run failed: unable to start container process: error during container init: ${error.message}`;
      step.onOutput(2, new TextEncoder().encode(`${message}\n`));
      return { kind: 'exit', code: 1 };
    }
    if (error instanceof ApiError) return { kind: 'not-started', message: error.message };
    return { kind: 'not-started', message: messageOf(error) };
  } finally {
    caches.release();
    network.release();
  }
}

/** Paths this step's mounts needed and the tree did not have: taken away again if the command left them empty. */
type MadePoints = { readonly present: (path: string) => boolean; readonly paths: string[] };

function mountPointsOf(overlay: Filesystem): MadePoints {
  const has = (path: string) => {
    let inode = overlay.root;
    for (const name of path.split('/').filter(Boolean)) {
      const next = inode.kind === 'directory' ? overlay.lookup(inode, name) : undefined;
      if (!next) return false;
      inode = next;
    }
    return true;
  };
  return { present: has, paths: [] };
}

function makePoint(mounts: MountNamespace, target: string, kind: 'file' | 'directory', made: MadePoints): void {
  let current = '';
  for (const name of target.split('/').filter(Boolean)) {
    current += `/${name}`;
    if (!made.present(current)) made.paths.push(current);
  }
  makeMountPoint(mounts, target, kind);
}

function removeMountPoints(kernel: Kernel, overlay: Filesystem, made: MadePoints): void {
  const files = kernel.createMountNamespace(overlay).files();
  for (const path of [...new Set(made.paths)].reverse()) {
    try {
      const stat = files.lstat(path);
      if (stat.kind === 'directory') files.rmdir(path);
      else if (stat.size === 0) files.unlink(path);
    } catch {
      // The command put something there: it stays in the layer.
    }
  }
}

function mountEtc(context: EngineContext, step: RunStep, mounts: MountNamespace, made: MadePoints): void {
  const etc = context.kernel.createTmpfs();
  const scratch = context.kernel.createMountNamespace(etc).files();
  const extra = (step.extraHosts ?? []).map((entry) => {
    const at = entry.search(/[:=]/);
    return `${entry.slice(at + 1)}\t${entry.slice(0, at)}\n`;
  });
  const contents: Record<string, string> = {
    hosts: HOSTS + extra.join(''),
    'resolv.conf': 'nameserver 192.168.65.7\n',
  };
  for (const [name, text] of Object.entries(contents)) {
    scratch.writeFile(`/${name}`, text, { mode: 0o644 });
    makePoint(mounts, `/etc/${name}`, 'file', made);
    mounts.mount(etc, `/etc/${name}`, { subpath: `/${name}`, readOnly: true });
  }
}

function mountForStep(
  context: EngineContext,
  mounts: MountNamespace,
  mount: BuildMount,
  made: MadePoints,
  argv: readonly string[],
  caches: CacheMounts,
): void {
  const { kernel } = context;
  switch (mount.type) {
    case 'bind': {
      const source = kernel.createOverlay(mount.source);
      const files = kernel.createMountNamespace(source).files();
      const subpath = `/${mount.subpath.replace(/^\/+/, '')}`;
      if (!files.exists(subpath)) throw new Error(`open ${subpath}: no such file or directory`);
      makePoint(mounts, mount.target, files.stat(subpath).kind === 'directory' ? 'directory' : 'file', made);
      mounts.mount(source, mount.target, { readOnly: !mount.readWrite, subpath });
      return;
    }
    case 'cache': {
      makePoint(mounts, mount.target, 'directory', made);
      mounts.mount(caches.take(mount, argv), mount.target, { readOnly: mount.readOnly });
      return;
    }
    case 'tmpfs':
      makePoint(mounts, mount.target, 'directory', made);
      mounts.mount(kernel.createTmpfs({ size: mount.size, mode: 0o1777 }), mount.target, { device: 'tmpfs' });
      return;
    case 'secret': {
      const filesystem = kernel.createTmpfs();
      const files = kernel.createMountNamespace(filesystem).files();
      files.writeFile('/secret', mount.data, { mode: mount.mode });
      files.chown('/secret', mount.uid, mount.gid);
      files.chmod('/secret', mount.mode);
      makePoint(mounts, mount.target, 'file', made);
      mounts.mount(filesystem, mount.target, { readOnly: true, subpath: '/secret' });
      return;
    }
  }
}

function stepNetwork(context: EngineContext, step: RunStep) {
  const { kernel } = context;
  if (step.network === 'host') return { namespace: kernel.host.network, release: () => {} };
  const namespace = kernel.createNetworkNamespace();
  const bridge = context.networks.find('bridge');
  if (step.network === 'none' || !bridge?.segment || !bridge.subnet) return { namespace, release: () => {} };
  const id = randomId(context.platform);
  const address = context.networks.allocateAddress(bridge);
  const mac = randomMac(kernel);
  bridge.endpoints.set(id, { id, containerId: id, containerName: () => 'build', mac, address, names: () => [] });
  namespace.attach({
    name: 'eth0',
    mac,
    address: formatAddress(address),
    prefix: bridge.subnet.prefix,
    network: bridge.segment,
  });
  if (bridge.gateway !== undefined) namespace.setGateway(formatAddress(bridge.gateway));
  namespace.setResolver((name) => context.resolveExternal(name));
  const release = () => {
    namespace.detach('eth0');
    bridge.endpoints.delete(id);
  };
  return { namespace, release };
}
