import { natives } from './builtins/builtins.ts';
import type { Scope } from './environment.ts';
import { namesOf } from './evaluate.ts';
import { JqSyntaxError } from './lex.ts';
import { type Definition, type Filter, IDENTITY } from './tree.ts';

/** The names in sight, as a chain of steps from a scope. */
interface Names {
  has(key: string): boolean;
}

function plus(names: Names, ...keys: string[]): Names {
  return { has: (key) => keys.includes(key) || names.has(key) };
}

/** Refuses names nothing stands for, as jq does before it runs anything. */
export function checkNames(filter: Filter, scope: Scope): void {
  const known: Names = {
    has(key) {
      if (key.startsWith('$')) return scope.hasVariable(key.slice(1));
      if (key.startsWith('*')) return scope.hasLabel(key.slice(1));
      const [name = '', arity] = key.split('/');
      return scope.callable(name, Number(arity)) !== undefined || Object.hasOwn(natives, key);
    },
  };
  visit(filter, known);
}

function refuse(what: string): never {
  throw new JqSyntaxError(`${what} is not defined`);
}

function visitDefinition({ name, parameters, body }: Definition, names: Names): Names {
  const own = plus(names, `${name}/${parameters.length}`);
  const bare = parameters.map((parameter) => `${parameter.replace('$', '')}/0`);
  visit(body, plus(own, ...bare, ...parameters.filter((parameter) => parameter.startsWith('$'))));
  return own;
}

function visit(filter: Filter, names: Names): void {
  switch (filter.kind) {
    case 'variable':
      if (!names.has(`$${filter.name}`)) refuse(`$${filter.name}`);
      return;
    case 'break':
      if (!names.has(`*${filter.name}`)) refuse(`$*label-${filter.name}`);
      return;
    case 'call':
      if (!names.has(`${filter.name}/${filter.args.length}`)) refuse(`${filter.name}/${filter.args.length}`);
      for (const arg of filter.args) visit(arg, names);
      return;
    case 'define':
      visit(filter.body, visitDefinition(filter.definition, names));
      return;
    case 'label':
      visit(filter.body, plus(names, `*${filter.name}`));
      return;
    case 'bind':
      visit(filter.source, names);
      visit(filter.body, plus(names, ...filter.patterns.flatMap(namesOf).map((name) => `$${name}`)));
      return;
    case 'reduce':
    case 'foreach': {
      visit(filter.source, names);
      visit(filter.start, names);
      const inner = plus(names, ...namesOf(filter.pattern).map((name) => `$${name}`));
      visit(filter.update, inner);
      if (filter.kind === 'foreach') visit(filter.extract, inner);
      return;
    }
    case 'string':
      for (const part of filter.parts) if (typeof part !== 'string') visit(part, names);
      return;
    case 'object':
      for (const { key, value } of filter.entries) for (const part of [key, value]) visit(part, names);
      return;
    case 'index':
      for (const part of [filter.of, filter.key]) visit(part, names);
      return;
    case 'slice':
      for (const part of [filter.of, filter.from ?? IDENTITY, filter.to ?? IDENTITY]) visit(part, names);
      return;
    case 'iterate':
      visit(filter.of, names);
      return;
    case 'array':
    case 'negate':
      if (filter.body) visit(filter.body, names);
      return;
    case 'try':
      for (const part of [filter.body, filter.handler ?? IDENTITY]) visit(part, names);
      return;
    case 'if':
      for (const part of [filter.test, filter.then, filter.otherwise]) visit(part, names);
      return;
    case 'pipe':
    case 'comma':
    case 'binary':
    case 'update':
      for (const part of [filter.left, filter.right]) visit(part, names);
      return;
    default:
  }
}
