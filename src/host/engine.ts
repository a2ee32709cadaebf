import { createEngine, type Engine, type EngineOptions } from '../engine/engine.ts';
import { builtInHub } from '../engine/registry/built-in-hub.ts';

/** The engine of a student's computer. It and all it needs are loaded when the daemon starts. */
export function startEngine(options: Omit<EngineOptions, 'hub'>): Engine {
  const { platform } = options.kernel;
  const loadHub = async () => (await import('../engine/registries/hub.ts')).createHub(platform);
  return createEngine({ ...options, hub: builtInHub(loadHub) });
}
