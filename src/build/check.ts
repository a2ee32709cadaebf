import type { Finding } from '../dockerfile/checks/linter.ts';
import { DockerfileError } from '../dockerfile/location.ts';
import type { LintResult } from '../engine/api/build-request.ts';
import { Conversion, type ImageAnswer, type ImageRequest } from './convert/conversion.ts';
import { base64 } from './solve/base64.ts';
import { Progress, sentSize } from './solve/progress.ts';
import { fetchContext } from './solve/remote-context.ts';
import { digestOfText } from './solve/vertex-digest.ts';
import type { Builder } from './types.ts';

/** `docker build --check`: what the build checks find, and the error a build would begin with. */
export const check: Builder['check'] = async (given, services, emit) => {
  const progress = new Progress(emit, services.platform);
  const vertexOf = (text: string) => ({
    name: `[internal] ${text}`,
    digest: digestOfText(`check ${text}`, services.platform),
  });
  const request = fetchContext(given, services, progress, vertexOf);
  const { dockerfile, dockerfileName, dockerfileError, ignore, ignoreOwn, remote } = request;
  const internal = async (text: string, work: (digest: ReturnType<typeof digestOfText>) => unknown): Promise<void> => {
    const vertex = vertexOf(text);
    progress.start(vertex);
    try {
      await work(vertex.digest);
      progress.complete(vertex);
    } catch (error) {
      progress.complete(vertex, (error as Error).message);
      throw error;
    }
  };
  const resolve = async ({ reference, platform }: ImageRequest): Promise<ImageAnswer> => {
    let answer: ImageAnswer;
    try {
      await internal(`load metadata for ${reference}`, async () => {
        const options = { pull: request.pull ?? false, platform, onStatus: () => {} };
        answer = { image: await services.resolveImage(reference, options), pulled: false };
      });
      return answer;
    } catch (error) {
      return error as Error;
    }
  };
  const conversion = new Conversion({ ...request, check: true });
  if (!remote?.isHere) {
    await internal(`load build definition from ${dockerfileName}`, (digest) => {
      progress.transferred(digest, 'dockerfile', dockerfileError ? 2 : sentSize(dockerfile, dockerfileName));
    });
  }
  if (dockerfileError) throw new Error(`failed to solve: failed to read dockerfile: ${dockerfileError}`);
  let buildError: LintResult['buildError'];
  try {
    const run = conversion.run();
    let step = run.next();
    while (!step.done) step = run.next(await Promise.all(step.value.map(resolve)));
  } catch (error) {
    const range = error instanceof DockerfileError ? error.ranges[0] : undefined;
    buildError = { message: (error as Error).message, ...(range && { range }) };
  }
  if (conversion.isResolved && !ignoreOwn && !remote) {
    await internal('load .dockerignore', (digest) => {
      progress.transferred(digest, 'context', ignore ? sentSize(ignore.join('\n'), '.dockerignore') : 2);
    });
  }
  const warnings = (conversion.lint?.findings ?? []).toSorted(byPlace).map((finding) => ({
    ruleName: finding.rule,
    description: finding.description,
    url: finding.url,
    detail: finding.message,
    ...(finding.ranges[0] && { range: finding.ranges[0] }),
  }));
  return {
    warnings,
    source: { filename: dockerfileName, data: base64(new TextEncoder().encode(dockerfile)) },
    ...(buildError && { buildError }),
  };
};

/** By line, then by name. */
function byPlace(a: Finding, b: Finding): number {
  const lines = (a.ranges[0]?.start ?? 0) - (b.ranges[0]?.start ?? 0);
  return lines || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
