import type { FileCalls } from '../../kernel/kernel.ts';
import type { HostConfig } from '../api/containers.ts';
import type { EngineContext } from '../context.ts';
import { systemError } from '../errors.ts';
import type { Container } from './container.ts';
import { makeDirectories } from './rootfs.ts';

interface DeviceMapping {
  readonly PathOnHost: string;
  readonly PathInContainer: string;
}

const mappingsOf = ({ Devices }: HostConfig): DeviceMapping[] => (Devices ?? []) as DeviceMapping[];

interface DeviceRequest {
  readonly Driver: string;
  readonly Capabilities: readonly (readonly string[])[] | null;
}

/** `--gpus`, for which there is no driver, and `--device` of something the host has not (moby: oci devices). */
export function checkDevices({ kernel }: EngineContext, { hostConfig }: Container): void {
  for (const { Driver, Capabilities } of (hostConfig.DeviceRequests ?? []) as DeviceRequest[])
    throw systemError(
      `could not select device driver ${JSON.stringify(Driver)} with capabilities: [${(Capabilities ?? []).map((set) => `[${set.join(' ')}]`).join(' ')}]`,
    );
  const files = kernel.host.mount.files();
  for (const { PathOnHost } of mappingsOf(hostConfig)) {
    const kind = files.exists(PathOnHost) ? files.stat(PathOnHost).kind : undefined;
    // Of a folder the devices in it are meant, of which there may be none.
    if (kind === 'character' || kind === 'block' || kind === 'directory') continue;
    const why = kind === undefined ? 'no such file or directory' : 'not a device node';
    throw systemError(
      `error gathering device information while adding custom device ${JSON.stringify(PathOnHost)}: ${why}`,
    );
  }
}

/** Nodes of the host's devices, where `--device` wants them (runc: createDevices). */
export function makeDevices({ kernel }: EngineContext, { hostConfig }: Container, files: FileCalls): void {
  for (const { PathOnHost, PathInContainer } of mappingsOf(hostConfig)) {
    const { kind, mode, rdev, uid, gid } = kernel.host.mount.files().stat(PathOnHost);
    if ((kind !== 'character' && kind !== 'block') || files.exists(PathInContainer)) continue;
    makeDirectories(files, PathInContainer.slice(0, PathInContainer.lastIndexOf('/')) || '/');
    files.mknod(PathInContainer, kind, mode, rdev);
    files.chown(PathInContainer, uid, gid);
    files.chmod(PathInContainer, mode & 0o7777);
  }
}
