import type { Expression, FunctionDefinition, Initializer, Statement } from './ast.ts';

/** Functions of the library that wait for somebody, or are written as if they did: a program that calls them has to be resumed. */
export const WAITING_LIBRARY: ReadonlySet<string> = new Set(
  'getchar getc fgetc fgets fread scanf fscanf sscanf getline sleep usleep nanosleep pause read'.split(' '),
);

/** What is called by its name, whether anything is called otherwise, and what is named without being called. */
interface Uses {
  readonly called: Set<string>;
  readonly named: Set<string>;
  callsPointers: boolean;
}

export interface Waiting {
  /** Functions of the program that may wait. */
  readonly functions: ReadonlySet<string>;
  /** Whether a call through a pointer may. */
  readonly pointers: boolean;
}

/** Which functions may wait, directly or by what they call. */
export function waitingFunctions(functions: readonly FunctionDefinition[]): Waiting {
  const uses = new Map(functions.map((each) => [each.name, usesOf(each)]));
  const named = new Set([...uses.values()].flatMap((each) => [...each.named]));
  const found = new Set<string>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    const pointers = [...named].some((name) => found.has(name));
    for (const [name, { called, callsPointers }] of uses)
      if ((callsPointers && pointers) || [...called].some((each) => found.has(each) || WAITING_LIBRARY.has(each)))
        found.add(name);
  }
  return { functions: found, pointers: [...named].some((name) => found.has(name)) };
}

/** The names whose address is taken: they have to have one. */
export function addressed(body: readonly Statement[]): ReadonlySet<string> {
  const found = new Set<string>();
  walk(body, (expression) => {
    if (expression.kind !== 'unary' || expression.operator !== '&') return;
    let of = expression.of;
    while (of.kind === 'member' && !of.isArrow) of = of.of;
    if (of.kind === 'name') found.add(of.name);
  });
  return found;
}

function usesOf({ body }: FunctionDefinition): Uses {
  const uses: Uses = { called: new Set(), named: new Set(), callsPointers: false };
  const callees = new Set<Expression>();
  walk(body, (expression) => {
    if (expression.kind === 'call') {
      callees.add(expression.of);
      if (expression.of.kind === 'name') uses.called.add(expression.of.name);
      // A name may be a pointer's too.
      uses.callsPointers = true;
    } else if (expression.kind === 'name' && !callees.has(expression)) uses.named.add(expression.name);
  });
  return uses;
}

function walk(body: readonly Statement[], visit: (expression: Expression) => void): void {
  const into = (expression: Expression | undefined): void => {
    if (!expression) return;
    visit(expression);
    for (const value of Object.values(expression))
      for (const each of Array.isArray(value) ? value : [value]) if (isExpression(each)) into(each);
  };
  const initializer = (each: Initializer | undefined): void => {
    if (each?.kind === 'value') into(each.value);
    else for (const item of each?.items ?? []) initializer(item.value);
  };
  for (const statement of body) {
    if (statement.kind === 'declare') for (const each of statement.declarations) initializer(each.initializer);
    for (const value of Object.values(statement))
      for (const each of Array.isArray(value) ? value : [value]) {
        if (isExpression(each)) into(each);
        else if (isStatement(each)) walk([each], visit);
      }
  }
}

const EXPRESSIONS = /^(number|string|name|unary|step|binary|assign|conditional|call|index|member|cast|sizeof)$/;
const STATEMENTS = /^(block|expression|declare|if|while|do|for|switch|case|break|continue|return)$/;

function isExpression(value: unknown): value is Expression {
  return hasKind(value, EXPRESSIONS);
}

function isStatement(value: unknown): value is Statement {
  return hasKind(value, STATEMENTS);
}

function hasKind(value: unknown, kinds: RegExp): boolean {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && 'at' in value && kinds.test(String(value.kind))
  );
}
