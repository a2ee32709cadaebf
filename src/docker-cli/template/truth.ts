import { concrete, type GoValue } from './types.ts';

/** What `if` and `and` go by: empty and zero are false (text/template's IsTrue). */
export function isTrue(given: GoValue): boolean {
  const { type, value } = concrete(given);
  if (value === undefined || value === null) return type.kind === 'struct';
  switch (type.kind) {
    case 'slice':
      return (value as unknown[]).length > 0;
    case 'map':
      return Object.keys(value as object).length > 0;
    case 'struct':
    case 'pointer':
    case 'time':
      return true;
    default:
      return Boolean(value);
  }
}
