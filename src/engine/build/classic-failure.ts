import { StreamError } from '../http/json-messages.ts';

/** What stopped a BuildKit build, in the words of the classic builder (moby: builder/dockerfile). */
export function classicFailure(text: string, instruction: string): Error {
  const command = /process ("(?:[^"\\]|\\.)*") did not complete successfully: exit code: (\d+)/s.exec(text);
  if (command) {
    const [, quoted = '""', code = '1'] = command;
    return new StreamError(`The command '${unquote(quoted)}' returned a non-zero code: ${code}`, Number(code));
  }
  const missing = /"\/([^"]*)": not found$/.exec(text)?.[1];
  if (missing !== undefined) {
    return new Error(
      `${instruction} failed: file not found in build context or excluded by .dockerignore: stat ${missing}: file does not exist`,
    );
  }
  const image = /^(\S+): failed to resolve source metadata for \S+ pull access denied/.exec(text)?.[1];
  if (image !== undefined) {
    return new Error(
      `pull access denied for ${image.replace(/[:@].*$/, '')}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
    );
  }
  return new Error(text);
}

/** Go's %q, as far as JSON reads it. */
function unquote(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}
