import { badParameter } from '../errors.ts';
import type { Query } from './query.ts';

/** The `filters` parameter (api/types/filters): `{"name":["x"]}` or the older `{"name":{"x":true}}`. */
export class Filters {
  #fields = new Map<string, string[]>();

  /** Without `accepted`, names nobody asks for are passed over (events). */
  constructor(query: Query, accepted?: readonly string[]) {
    const text = query.get('filters');
    if (text === '') return;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      throw badParameter('invalid filter');
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw badParameter('invalid filter');
    for (const [name, values] of Object.entries(parsed)) {
      if (accepted && !accepted.includes(name))
        throw badParameter(name === '' ? 'invalid filter' : `invalid filter '${name}'`);
      this.#fields.set(name, Array.isArray(values) ? values.map(String) : Object.keys(values ?? {}));
    }
  }

  has(name: string): boolean {
    return (this.#fields.get(name)?.length ?? 0) > 0;
  }

  get(name: string): readonly string[] {
    return this.#fields.get(name) ?? [];
  }

  /** True without such a filter, or when one of its values is exactly one of `values`. */
  exact(name: string, ...values: string[]): boolean {
    return !this.has(name) || this.get(name).some((wanted) => values.includes(wanted));
  }

  /** As `exact`, but each filter value is a regular expression (containers, volumes and networks by name). */
  match(name: string, ...values: string[]): boolean {
    return !this.has(name) || this.get(name).some((wanted) => values.some((value) => matches(wanted, value)));
  }

  /** `label=key` and `label=key=value`: all of them must hold. */
  labels(labels: Readonly<Record<string, string>> | null | undefined, name = 'label'): boolean {
    return this.get(name).every((wanted) => hasLabel(labels, wanted));
  }

  /** `label!=…`: none of them may hold. */
  labelsExcluded(labels: Readonly<Record<string, string>> | null | undefined): boolean {
    return !this.get('label!').some((unwanted) => hasLabel(labels, unwanted));
  }

  boolean(name: string): boolean | undefined {
    if (!this.has(name)) return undefined;
    const values = new Set(this.get(name).map((value) => value.toLowerCase()));
    if (values.size === 1 && (values.has('1') || values.has('true'))) return true;
    if (values.size === 1 && (values.has('0') || values.has('false'))) return false;
    throw badParameter(`invalid filter '${name}=[${this.get(name).join(' ')}]'`);
  }
}

function matches(pattern: string, value: string): boolean {
  if (pattern === value) return true;
  try {
    return new RegExp(pattern).test(value);
  } catch {
    return false;
  }
}

function hasLabel(labels: Readonly<Record<string, string>> | null | undefined, wanted: string): boolean {
  const [key = '', ...value] = wanted.split('=');
  const present = labels?.[key];
  return present !== undefined && (value.length === 0 || present === value.join('='));
}
