import type { ApiRequest, ApiResponse, EngineDoor } from '../../engine/api/door.ts';

/** The door of whichever engine answers now. Whoever holds it never knows. */
export class SwitchedDoor implements EngineDoor {
  #current: EngineDoor;

  constructor(door: EngineDoor) {
    this.#current = door;
  }

  use(door: EngineDoor): void {
    this.#current = door;
  }

  request(request: ApiRequest): Promise<ApiResponse> {
    return this.#current.request(request);
  }
}
