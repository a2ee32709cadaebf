import { type Project, serviceNames } from '../file/types.ts';

/**
 * Visits the services, each when those it depends on are done, all others at once; or the other way round. The first failure is
 * thrown when what had begun has ended, and nothing new begins after it.
 */
async function visit(
  names: readonly string[],
  before: (name: string) => string[],
  work: (name: string) => Promise<void>,
): Promise<void> {
  const visits = new Map<string, Promise<void>>();
  let failed = false;
  let failure: unknown;
  const start = (name: string): Promise<void> => {
    const known = visits.get(name);
    if (known) return known;
    const visiting = (async () => {
      await Promise.all(
        before(name)
          .filter((each) => names.includes(each))
          .map(start),
      );
      if (failed) return;
      try {
        await work(name);
      } catch (error) {
        if (!failed) failure = error;
        failed = true;
      }
    })();
    visits.set(name, visiting);
    return visiting;
  };
  await Promise.all(names.map(start));
  if (failed) throw failure;
}

const dependenciesOf = (project: Project, name: string): string[] =>
  Object.keys(project.services[name]?.depends_on ?? {});

const dependentsOf = (project: Project, name: string): string[] =>
  serviceNames(project).filter((each) => dependenciesOf(project, each).includes(name));

export const inDependencyOrder = (project: Project, work: (name: string) => Promise<void>): Promise<void> =>
  visit(serviceNames(project), (name) => dependenciesOf(project, name), work);

export const inReverseOrder = (project: Project, work: (name: string) => Promise<void>): Promise<void> =>
  visit(serviceNames(project), (name) => dependentsOf(project, name), work);
