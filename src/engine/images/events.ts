import type { EngineContext } from '../context.ts';

type Action = 'create' | 'delete' | 'import' | 'load' | 'pull' | 'push' | 'save' | 'tag' | 'untag';

/** An event of an image, with the labels it has (moby: ImageService.LogImageEvent); of one that is gone none are known. */
export function imageEvent(
  context: EngineContext,
  action: Action,
  id: string,
  { name = id, actor = id }: { name?: string; actor?: string } = {},
): void {
  const labels = context.images.get(id)?.image.config.config.Labels ?? {};
  context.events.emit('image', action, actor, { ...labels, name });
}
