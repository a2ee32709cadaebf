import type { ApiResponse } from '../api/door.ts';
import type { EngineContext } from '../context.ts';
import { notSimulated } from '../errors.ts';
import type { JsonMessage } from '../http/json-messages.ts';

export function loadImages(_context: EngineContext, _archive: Uint8Array, _emit: (message: JsonMessage) => void): void {
  throw notSimulated('docker load');
}

export function saveImages(_context: EngineContext, _names: readonly string[]): ApiResponse {
  throw notSimulated('docker save');
}
