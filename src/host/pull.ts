import { textOf } from '../engine/api/body.ts';
import type { EngineDoor } from '../engine/api/door.ts';

/** Pulls an image before anybody looks. Rejects with the engine's words. */
export async function pullQuietly(door: EngineDoor, image: string): Promise<void> {
  const response = await door.request({
    method: 'POST',
    path: '/images/create',
    query: `fromImage=${encodeURIComponent(image)}`,
    headers: {},
    body: undefined,
  });
  const text = await textOf(response.body);
  const failed = response.status >= 300 ? text : text.split('\n').find((line) => line.includes('"errorDetail"'));
  if (failed !== undefined)
    throw new Error((JSON.parse(failed) as { message?: string; error?: string }).message ?? failed);
}
