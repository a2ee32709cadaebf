import { sourceExcerpt } from '../../../dockerfile/excerpt.ts';
import type { LintResult } from '../../../engine/api/build-request.ts';
import type { Cli } from '../../cli.ts';
import { decodeBase64 } from '../../client/base64.ts';

/** `docker build --check`: findings on stdout; what makes a build impossible on stderr (BuildKit's lint subrequest). */
export async function printChecks(
  cli: Cli,
  result: LintResult,
  style: { readonly json: boolean; readonly ignoreStatus: boolean; readonly fromStdin: boolean },
): Promise<number> {
  const { warnings, buildError } = result;
  const filename = style.fromStdin ? 'stdin' : result.source.filename;
  const failed = warnings.length > 0 || buildError !== undefined;
  if (style.json) {
    await cli.out(`${JSON.stringify(asJson(result), undefined, 2)}\n`);
    return buildError ? 1 : 0;
  }
  const source = new TextDecoder().decode(decodeBase64(result.source.data));
  if (warnings.length === 0 && !buildError) await cli.out('Check complete, no warnings found.\n');
  if (warnings.length) {
    const found = warnings.length === 1 ? '1 warning has' : `${warnings.length} warnings have`;
    let text = `Check complete, ${found} been found!\n`;
    for (const { ruleName, url, detail, range } of warnings) {
      text += `\nWARNING: ${ruleName}${url ? ` - ${url}` : ''}\n${detail}\n`;
      if (range) text += `${sourceExcerpt(filename, source, [range])}\n`;
    }
    await cli.out(text);
  }
  if (buildError) {
    const excerpt = buildError.range ? `${sourceExcerpt(filename, source, [buildError.range])}\n` : '';
    await cli.err(`ERROR: ${buildError.message}\n${excerpt}\n`);
  }
  return failed && !style.ignoreStatus ? 1 : 0;
}

/** BuildKit's lint.LintResults, without the definition of where the Dockerfile came from. */
function asJson({ warnings, buildError, source }: LintResult) {
  const location = (range: { start: number; end: number } | undefined) =>
    range && { ranges: [{ start: { line: range.start }, end: { line: range.end } }] };
  return {
    warnings: warnings.map(({ ruleName, description, url, detail, range }) => ({
      ruleName,
      description,
      url,
      detail,
      location: location(range),
    })),
    sources: [{ filename: source.filename, data: source.data, language: 'Dockerfile' }],
    ...(buildError && { buildError: { message: buildError.message, location: location(buildError.range) } }),
  };
}
