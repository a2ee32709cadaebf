/** Runs the workers' benches once, one after the other, and leaves their answers where the driver finds them. */
function answerOf(worker: Worker): Promise<number[]> {
  return new Promise<number[]>((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data as number[]));
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
  });
}

const cachedBuild = answerOf(new Worker(new URL('./cached-build.worker.ts', import.meta.url), { type: 'module' }));
const firstOutput = cachedBuild.then(() =>
  answerOf(new Worker(new URL('./first-output.worker.ts', import.meta.url), { type: 'module' })),
);
Object.assign(window, { cachedBuild, firstOutput });
