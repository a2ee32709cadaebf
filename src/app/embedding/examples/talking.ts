import { mount } from '../../../embed/index.ts';

export function talking(place: Element, told: (line: string) => void) {
  const drydock = mount(place, {
    lesson: 'dockerfiles/env-and-arg',
    base: location.origin,
    panels: ['terminal', 'layers'],
    onReady: ({ files }) => told(`ready, with ${files.join(', ')}`),
    onBuild: ({ steps, error }) => told(error ?? `built: ${steps.map(({ state }) => state).join(' ')}`),
    onGoal: ({ text }) => told(`goal: ${text}`),
  });
  const Dockerfile = 'FROM alpine\nENV COLOR=blue\nRUN date > /built\nCMD ["cat", "/built"]\n';
  return {
    drydock,
    'loadFiles({ Dockerfile })': () => drydock.loadFiles({ Dockerfile }),
    "run('docker build -t app .')": () => drydock.run('docker build -t app .'),
    "run('docker run --rm app')": () => drydock.run('docker run --rm app'),
  };
}
