import { Refused } from './policy.ts';

/** A value that asks for nothing: what clients write for "not given". */
export function isNeutral(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** What a field may hold: answers the value to send, or refuses. */
export type Rule = (value: unknown, name: string) => unknown;

export type Rules = Readonly<Record<string, Rule>>;

/**
 * A body made anew from the fields there are rules for. Go reads JSON keys without regard to case, so a field in another
 * spelling would be read by the engine and not by us: what has no rule is refused unless it asks for nothing.
 */
export function checkFields(body: unknown, rules: Rules, what: string): Record<string, unknown> {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) throw new Refused(`${what} that is no object`, 400);
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule) {
      const kept = rule(value, name);
      if (kept !== undefined) checked[name] = kept;
    } else if (!isNeutral(value)) throw new Refused(`${name} of ${what}: the runner does not know it to be harmless`);
  }
  return checked;
}

// --- rules

export const free: Rule = (value) => value;
/** Only what asks for nothing, which is then left out. */
export const never =
  (reason: string): Rule =>
  (value) => {
    if (isNeutral(value)) return undefined;
    throw new Refused(reason);
  };

export const text: Rule = (value, name) => {
  if (value === null || value === undefined || typeof value === 'string') return value ?? undefined;
  throw new Refused(`${name} that is no text`, 400);
};

export const flag: Rule = (value, name) => {
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? undefined;
  throw new Refused(`${name} that is neither true nor false`, 400);
};

export const texts: Rule = (value, name) => {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw new Refused(`${name} that is no list of texts`, 400);
};

/** Texts by name. */
export const map: Rule = (value, name) => {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  throw new Refused(`${name} that is no map`, 400);
};

export const oneOf =
  (allowed: readonly string[], reason: string): Rule =>
  (value) => {
    if (value === null || value === undefined) return undefined;
    if (typeof value === 'string' && allowed.includes(value)) return value;
    throw new Refused(reason);
  };

export const number =
  (least: number, most: number): Rule =>
  (value, name) => {
    if (value === null || value === undefined) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    throw new Refused(`${name} of ${JSON.stringify(value)}: at least ${least} and at most ${most}`);
  };
