/** A measure as a row of the printed table and of docs/bench.md. */

export function isMet({ wanted, bound, ...measure }) {
  const ratio = ratioOf({ wanted, ...measure });
  return wanted === 'faster' ? ratio >= bound : ratio <= bound;
}

export function tableRow(measure) {
  const { what, peer } = measure;
  return `${`${what} / ${peer}`.padEnd(76)} ${times(ratioOf(measure)).padStart(8)}  ${bound(measure).padEnd(18)} ${isMet(measure) ? 'ok' : 'SHORT'}`;
}

export function benchPage(measures, leftOut) {
  return [
    '# Speed',
    '',
    'Made by `npm run bench`. Both sides of a row ran in turns in the same run on the same machine; the figures are medians, and only',
    'their ratio means anything elsewhere.',
    '',
    '| what | beside | ours | theirs | ratio | wanted | |',
    '| --- | --- | ---: | ---: | ---: | --- | --- |',
    ...measures.map((measure) => {
      const { what, peer, ours, theirs } = measure;
      const ratio = times(ratioOf(measure));
      return `| ${what} | ${peer} | ${ms(ours)} | ${ms(theirs)} | ${ratio} | ${bound(measure)} | ${isMet(measure) ? 'ok' : 'short'} |`;
    }),
    '',
    'What was run:',
    '',
    ...measures.map(({ what, how }) => `- ${what}: ${how}`),
    '',
    ...(leftOut.length > 0 ? ['Left out:', '', ...leftOut.map((each) => `- ${each}`), ''] : []),
  ].join('\n');
}

function ratioOf({ wanted, ours, theirs }) {
  return wanted === 'faster' ? theirs / ours : ours / theirs;
}

function bound({ wanted, bound: value }) {
  return wanted === 'faster' ? `≥ ${value}× faster` : `≤ ${value}× of it`;
}

function times(ratio) {
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2)}×`;
}

function ms(value) {
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ms`;
}
