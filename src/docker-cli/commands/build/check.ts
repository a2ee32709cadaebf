import { sourceExcerpt } from '../../../dockerfile/excerpt.ts';
import type { LintResult } from '../../../engine/api/build-request.ts';
import type { Cli } from '../../cli.ts';
import { decodeBase64 } from '../../client/base64.ts';

/** `docker build --check`: findings on stdout; what makes a build impossible on stderr (BuildKit's lint subrequest). */
export async function printChecks(cli: Cli, result: LintResult): Promise<number> {
  const { warnings, buildError } = result;
  const { filename } = result.source;
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
  return warnings.length || buildError ? 1 : 0;
}
