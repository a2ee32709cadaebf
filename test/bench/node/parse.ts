import { parseInstructions } from '../../../src/dockerfile/instructions/parse.ts';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.ts';
import { type Limit, medianOf } from './measure.ts';

const LINES = 10_000;

/** A Dockerfile of the usual instructions, continued lines and here-documents among them. */
function longDockerfile(): string {
  const block = [
    'RUN apk add --no-cache curl \\',
    '    git \\',
    '    # a comment',
    '    make',
    'COPY --chown=1000:1000 package.json package-lock.json ./',
    'ENV NAME=value OTHER="two words"',
    'COPY <<EOF /etc/app.conf',
    'key = value',
    'EOF',
    'CMD ["node", "server.js"]',
  ];
  return `FROM busybox\n${Array.from({ length: LINES - 1 }, (_, i) => block[i % block.length]).join('\n')}\n`;
}

export async function bench(): Promise<Limit> {
  // Ends within a block: nothing is left open.
  const text = longDockerfile().replace(/COPY <<EOF[^\n]*\n(?:key[^\n]*\n)?$/, '');
  const value = await medianOf(9, () => parseInstructions(parseDockerfile(text)));
  return {
    what: 'reading a Dockerfile of 10,000 lines, in Node',
    value,
    unit: 'ms',
    limit: 200,
    how: 'from text to typed instructions; continued lines, comments and here-documents among them',
  };
}
