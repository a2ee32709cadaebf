import { findPackage, type PythonPackage } from './catalog.ts';
import type { Installed } from './environment.ts';
import { compareVersions, isFor, parseRequirement, type Requirement, satisfies } from './requirement.ts';

/** A distribution that will be installed. */
export interface Chosen {
  readonly about: PythonPackage;
  readonly version: string;
  readonly requirement: Requirement;
  readonly requested: boolean;
}
export type Step = { readonly chosen: Chosen } | { readonly satisfied: Installed; readonly requirement: Requirement };

/** A requirement nothing meets: the versions there are. */
export class Unsatisfied extends Error {
  readonly requirement: Requirement;
  readonly versions: readonly string[];

  constructor(requirement: Requirement, versions: readonly string[]) {
    super(requirement.text);
    this.requirement = requirement;
    this.versions = versions;
  }
}

/** Two requirements no version meets both of. */
export class Conflict extends Error {
  readonly requirements: readonly Requirement[];

  constructor(requirements: readonly Requirement[]) {
    super('conflict');
    this.requirements = requirements;
  }
}

/** What to install, in the order pip looks at it: the requirements asked for, then theirs. */
export function resolve(
  wanted: readonly Requirement[],
  present: readonly Installed[],
  { python, upgrade, force }: { readonly python: string; readonly upgrade: boolean; readonly force: boolean },
): Step[] {
  const steps: Step[] = [];
  const seen = new Map<string, { version: string; requirement: Requirement }>();
  const queue = wanted.map((requirement) => ({ requirement, requested: true }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { requirement, requested } = next;
    const before = seen.get(requirement.name);
    if (before) {
      if (!satisfies(before.version, requirement)) throw new Conflict([before.requirement, requirement]);
      continue;
    }
    // What others asked for of the same package narrows the choice from the start.
    const all = queue.map((each) => each.requirement).filter(({ name }) => name === requirement.name);
    const clauses = [requirement, ...all].flatMap((each) => each.clauses);
    const whole = { ...requirement, clauses };
    const there = present.find(({ name }) => name === requirement.name);
    if (there && satisfies(there.version, whole) && !force && !(upgrade && requested)) {
      steps.push({ satisfied: there, requirement });
      seen.set(requirement.name, { version: there.version, requirement });
      enqueue(there.requires, python, requirement, queue);
      continue;
    }
    const about = findPackage(requirement.name);
    const versions = about ? [about.version, ...about.older] : [];
    if (!versions.some((each) => satisfies(each, requirement))) throw new Unsatisfied(requirement, versions);
    const version = versions.find((each) => satisfies(each, whole));
    if (!version || !about) throw new Conflict([requirement, ...all]);
    if (there && there.version === version && !force) steps.push({ satisfied: there, requirement });
    else steps.push({ chosen: { about, version, requirement, requested } });
    seen.set(requirement.name, { version, requirement });
    enqueue(about.requires, python, requirement, queue);
  }
  return steps;
}

function enqueue(
  requires: readonly string[],
  python: string,
  { text, from }: Requirement,
  queue: { requirement: Requirement; requested: boolean }[],
): void {
  for (const each of requires.filter((each) => isFor(each, python))) {
    const requirement = parseRequirement(each, from === undefined ? text : `${text}->${from}`);
    if (requirement) queue.push({ requirement, requested: false });
  }
}

/** Dependencies before what needs them: pip peels leaf after leaf off the graph, each layer in reverse order of names. */
export function installationOrder(chosen: readonly Chosen[]): Chosen[] {
  const left = new Map(chosen.map((each) => [each.about.name, each]));
  const order: Chosen[] = [];
  while (left.size > 0) {
    const needs = ({ about }: Chosen) => about.requires.map((each) => parseRequirement(each)!.name);
    let leaves = [...left.values()].filter((each) => !needs(each).some((name) => left.has(name)));
    if (leaves.length === 0) leaves = [...left.values()];
    leaves.sort((a, b) => (a.about.name < b.about.name ? 1 : -1));
    for (const leaf of leaves) {
      order.push(leaf);
      left.delete(leaf.about.name);
    }
  }
  return order;
}

export function sortedVersions(versions: readonly string[]): string[] {
  return [...versions].sort(compareVersions);
}
