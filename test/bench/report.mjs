/** A measure, a comparison with a peer or a limit of its own, as a row of the printed table and of docs/bench.md. */

export function isMet(measure) {
  if ('limit' in measure) return measure.value < measure.limit;
  return measure.wanted === 'faster' ? ratioOf(measure) >= measure.bound : ratioOf(measure) <= measure.bound;
}

export function tableRow(measure) {
  const what = 'peer' in measure ? `${measure.what} / ${measure.peer}` : measure.what;
  return `${what.padEnd(76)} ${figure(measure).padStart(8)}  ${bound(measure).padEnd(16)} ${isMet(measure) ? 'ok' : 'SHORT'}`;
}

export function benchPage(measures, leftOut, load) {
  const verdict = (measure) => (isMet(measure) ? 'ok' : 'short');
  return [
    '# Speed',
    '',
    'Made by `npm run bench`. Both sides of a comparison ran in turns in the same run on the same machine; the figures are medians,',
    'and only their ratio means anything elsewhere.',
    '',
    '| what | beside | ours | theirs | ratio | wanted | |',
    '| --- | --- | ---: | ---: | ---: | --- | --- |',
    ...measures.filter(isComparison).map((measure) => {
      const { what, peer, ours, theirs } = measure;
      const [mine, yours] = [quantity(ours, 'ms'), quantity(theirs, 'ms')];
      return `| ${what} | ${peer} | ${mine} | ${yours} | ${figure(measure)} | ${bound(measure)} | ${verdict(measure)} |`;
    }),
    '',
    'Limits of its own, in Chromium where nothing else is said:',
    '',
    ...(load ? [`The machine had other work too (${load}), which makes times in Chromium longer.`, ''] : []),
    '| what | measured | wanted | |',
    '| --- | ---: | --- | --- |',
    ...measures
      .filter((measure) => !isComparison(measure))
      .map((measure) => `| ${measure.what} | ${figure(measure)} | ${bound(measure)} | ${verdict(measure)} |`),
    '',
    'What was run:',
    '',
    ...measures.map(({ what, how }) => `- ${what}: ${how}`),
    '',
    ...(leftOut.length > 0 ? ['Left out:', '', ...leftOut.map((each) => `- ${each}`), ''] : []),
  ].join('\n');
}

function isComparison(measure) {
  return 'peer' in measure;
}

function ratioOf({ wanted, ours, theirs }) {
  return wanted === 'faster' ? theirs / ours : ours / theirs;
}

function figure(measure) {
  if (!isComparison(measure)) return quantity(measure.value, measure.unit);
  const ratio = ratioOf(measure);
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2)}×`;
}

function bound(measure) {
  if (!isComparison(measure)) return `< ${measure.limit} ${measure.unit}`;
  return measure.wanted === 'faster' ? `≥ ${measure.bound}× faster` : `≤ ${measure.bound}× of it`;
}

function quantity(value, unit) {
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${unit}`;
}
