/** A failure the API answers as `{"message": …}` with this status (moby's errdefs). */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

export const badParameter = (message: string) => new ApiError(400, message);
export const notFound = (message: string) => new ApiError(404, message);
export const conflict = (message: string) => new ApiError(409, message);
export const forbidden = (message: string) => new ApiError(403, message);
export const systemError = (message: string) => new ApiError(500, message);
export const notSimulated = (what: string) => new ApiError(501, `drydock: not simulated: ${what}`);
/** 304: the state asked for is the state it is in. Carries no body. */
export const notModified = () => new ApiError(304, '');

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}
