import { LABEL_PREFIX, type Policy, Refused, SESSION_LABEL } from './policy.ts';

/** The labels somebody wants on a thing, and ours. */
export function withSessionLabel(labels: unknown, policy: Policy): Record<string, string> {
  const given = (labels ?? {}) as Record<string, unknown>;
  if (typeof given !== 'object' || Array.isArray(given)) throw new Refused('labels that are no map', 400);
  for (const [name, value] of Object.entries(given)) {
    if (name.toLowerCase().startsWith(LABEL_PREFIX))
      throw new Refused(`the label ${name}: ${LABEL_PREFIX}* is the runner’s own`);
    if (typeof value !== 'string') throw new Refused(`the label ${name} that is no text`, 400);
  }
  return { ...(given as Record<string, string>), [SESSION_LABEL]: policy.session };
}

/** An answer of the engine without our label, wherever it stands: the student did not write it. */
export function withoutSessionLabel<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutSessionLabel) as T;
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value))
    if (name !== SESSION_LABEL) result[name] = withoutSessionLabel(each);
  return result as T;
}
