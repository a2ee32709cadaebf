import type { Node } from './node.ts';

/** How much work a backtracking matcher may have with a text of n characters: n to the `degree`, times two to the `choices`. */
export interface Cost {
  readonly degree: number;
  readonly choices: number;
}

const NONE: Cost = { degree: 0, choices: 0 };
const ENDLESS: Cost = { degree: Number.POSITIVE_INFINITY, choices: 0 };
/** A repetition bounded by no more than this is a few choices, not a loop. */
const FEW = 8;

export function costOf(node: Node): Cost {
  switch (node.kind) {
    case 'sequence':
      return node.parts.map(costOf).reduce(plus, NONE);
    case 'choice':
      return plus(node.options.map(costOf).reduce(plus, NONE), { degree: 0, choices: Math.log2(node.options.length) });
    case 'group':
    case 'look':
      return costOf(node.body);
    case 'repeat':
      return repeated(node.min, node.max, costOf(node.body));
    default:
      return NONE;
  }
}

function repeated(min: number, max: number, body: Cost): Cost {
  const fixed = min === max;
  const simple = body.degree === 0 && body.choices === 0;
  if (simple) {
    if (fixed) return NONE;
    return max - min > FEW ? { degree: 1, choices: 0 } : { degree: 0, choices: Math.log2(max - min + 1) };
  }
  // Two ways through the body, taken again and again: twice as many each time.
  if (max > FEW) return ENDLESS;
  return { degree: body.degree * max, choices: body.choices * max + (fixed ? 0 : Math.log2(max - min + 1)) };
}

function plus(a: Cost, b: Cost): Cost {
  return { degree: a.degree + b.degree, choices: a.choices + b.choices };
}
