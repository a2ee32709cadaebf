import type { EngineContext } from '../context.ts';
import type { Container } from './container.ts';

/** What every event of a container says about it: image, name, labels. */
export function containerAttributes(container: Container, more: Record<string, string> = {}): Record<string, string> {
  return { ...container.config.Labels, image: container.config.Image, name: container.name, ...more };
}

export function logEvent(
  context: EngineContext,
  container: Container,
  action: string,
  more: Record<string, string> = {},
): void {
  context.events.emit('container', action, container.id, containerAttributes(container, more));
}

export function emitVolumeEvents(context: EngineContext, container: Container, action: 'mount' | 'unmount'): void {
  for (const mount of container.mounts) {
    if (mount.Type !== 'volume' || !mount.Name) continue;
    const more: Record<string, string> =
      action === 'mount'
        ? { destination: mount.Destination, propagation: mount.Propagation, 'read/write': String(mount.RW) }
        : {};
    context.events.emit('volume', action, mount.Name, { container: container.id, driver: 'local', ...more });
  }
}
