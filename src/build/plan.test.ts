import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeEngine, type Files, request } from '../../test/support/build-services.ts';
import { createBuilder } from './builder.ts';

const builder = createBuilder();

/** Dockerfiles of two stages with a few instructions each, and contexts of a few files. */
const line = fc.constantFrom(
  'RUN one',
  'RUN two',
  'COPY a.txt /x/',
  'COPY . /all/',
  'COPY b* /y/',
  'WORKDIR /w',
  'ENV E=1',
  'ENV E=2',
  'ARG A=1',
  'ARG A',
  'USER nobody',
  'COPY <<EOF /h\n$A\nEOF',
  'RUN --mount=type=bind,target=/c three',
  'COPY --link a.txt /l',
  'LABEL x=y',
  'CMD ["x"]',
);
const stage = fc.array(line, { maxLength: 5 });
const build = fc.record({
  first: stage,
  second: stage,
  files: fc.record({ a: fc.constantFrom('1', '2'), b: fc.constantFrom('1', '2'), mode: fc.constantFrom(0o644, 0o755) }),
  argument: fc.constantFrom(undefined, '7'),
  noCache: fc.constantFrom(false, false, false, true),
});

describe('plan', () => {
  it('equals the outcome, whatever was built before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(build, { minLength: 1, maxLength: 4 }), async (builds) => {
        const engine = new FakeEngine();
        engine.addImage('docker.io/library/base:latest', { 'etc/passwd': 'nobody:x:65534:65534::/:\n' });
        engine.command = ({ argv }) => ({ files: { [`run/${argv.at(-1)}`]: 'out' } });
        const knowledge = {
          cache: engine.cache,
          platform: engine.platform,
          localImage: (name: string) => engine.images.get(name),
        };
        for (const { first, second, files, argument, noCache } of builds) {
          const dockerfile = ['FROM base AS one', ...first, 'FROM base', ...second, 'COPY --from=one / /one/', ''].join(
            '\n',
          );
          const context: Files = { 'a.txt': { text: files.a, mode: files.mode }, 'b.txt': files.b };
          const asked = request(dockerfile, context, { buildArgs: argument ? { A: argument } : {}, noCache });
          const plan = builder.plan(asked, knowledge);
          const { record } = await builder.build(asked, engine.services(), () => {});
          const states = { HIT: 'CACHED', MISS: 'RAN', 'METADATA-ONLY': 'METADATA-ONLY', SKIPPED: 'SKIPPED' };
          const outcome = record.steps.map((step) => step.state);
          const predicted = plan.steps.map(({ prediction }, i) =>
            prediction === 'MAYBE' ? outcome[i] : states[prediction],
          );
          expect(predicted).toEqual(outcome);
          // A COPY of a stage that runs again may still find the same files: the one thing no plan can know.
          const reruns = plan.steps.some((step) => step.stage === 'one' && step.prediction === 'MISS');
          if (!reruns) expect(plan.steps.map((step) => step.prediction)).not.toContain('MAYBE');
          for (const { prediction, causes } of plan.steps)
            expect(causes.length > 0).toBe(prediction === 'MISS' || prediction === 'MAYBE');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds the one change among 100 steps over 10,000 files', async () => {
    const engine = new FakeEngine();
    engine.addImage('docker.io/library/base:latest', {});
    const files: Files = {};
    for (let i = 0; i < 10_000; i++) files[`src/d${i % 100}/f${i}.js`] = `file ${i}`;
    const steps = Array.from({ length: 96 }, (_, i) => (i % 3 === 0 ? `COPY src/d${i} /d${i}` : `RUN step ${i}`));
    const dockerfile = ['FROM base', ...steps, 'COPY . /all', 'RUN last', 'CMD ["x"]', ''].join('\n');
    const asked = request(dockerfile, files);
    await builder.build(asked, engine.services(), () => {});
    const knowledge = {
      cache: engine.cache,
      platform: engine.platform,
      localImage: (name: string) => engine.images.get(name),
    };
    // A new tree that shares all but what changed, as an edited workspace gives it.
    const before = asked.context;
    const src = before.entries.get('src')!;
    if (src.kind !== 'directory') throw new Error('no directory');
    const changed = src.entries.get('d50')!;
    if (changed.kind !== 'directory') throw new Error('no directory');
    const [name, file] = [...changed.entries][0]!;
    if (file.kind !== 'file') throw new Error('no file');
    const d50 = {
      ...changed,
      entries: new Map(changed.entries).set(name, { ...file, data: new TextEncoder().encode('x') }),
    };
    const entries = new Map([['src', { ...src, entries: new Map(src.entries).set('d50', d50) }]]);
    const plan = builder.plan({ ...asked, context: { ...before, entries } }, knowledge);
    expect(plan.steps.find((step) => step.prediction === 'MISS')!.why).toBe(`src/d50/${name} changed`);
  });
});
