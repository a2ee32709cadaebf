import type { BuildRequest } from '../types.ts';

const EXPORTERS = ['image', 'docker', 'local', 'tar', 'cacheonly'];

/** Before anything is read: can the result be put out as was asked? */
export function checkExporters({ exports = [] }: Pick<BuildRequest, 'exports'>): void {
  for (const type of exports)
    if (!EXPORTERS.includes(type)) throw new Error(`exporter ${JSON.stringify(type)} could not be found`);
}
