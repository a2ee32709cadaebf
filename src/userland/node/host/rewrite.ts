import { getLineInfo, type Node, parse } from 'acorn';

/** What was put into a line: from which column on (counted from 1, in the new text) and how much. */
interface Insertion {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

export interface Rewritten {
  readonly code: string;
  readonly insertions: readonly Insertion[];
}

interface Edit {
  readonly at: number;
  readonly text: string;
  /** It ends what another began: of two at one place, that of the inner function comes first. */
  readonly closes?: boolean;
}

/** A node with whatever fields it has. */
type Tree = Node & { readonly [key: string]: unknown };

/**
 * QuickJS tells nobody of a rejection that is not handled, and the promise of an async function is made where nobody sees it.
 * So `async function f(a) { … }` becomes `function f(a) { return __async({ f: async () => { … } }) }`: the guest's `__async`
 * watches the promise; and `__isAsync(f)` makes it one of the functions that programs know as asynchronous (methods aside). Lines
 * stay where they are. Text that cannot be read is left alone: QuickJS says what is wrong with it.
 */
export function rewrite(source: string, sourceType: 'script' | 'module' | 'commonjs'): Rewritten {
  if (!source.includes('async')) return { code: source, insertions: [] };
  let tree: Tree;
  try {
    tree = parse(source, {
      ecmaVersion: 'latest',
      sourceType: sourceType === 'commonjs' ? 'script' : sourceType,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: sourceType === 'module',
      allowHashBang: true,
    }) as unknown as Tree;
  } catch {
    return { code: source, insertions: [] };
  }
  const blanked: { from: number; to: number }[] = [];
  const edits: Edit[] = [];
  visit(tree, undefined, (node, parent) => {
    if (!isFunction(node) || node.async !== true || node.generator === true || redeclares(node)) return;
    const name = nameOf(node, parent);
    const method =
      node.type === 'FunctionExpression' && parent && parent.value === node && parent.type !== 'VariableDeclarator';
    const keyword = source.indexOf('async', method ? parent.start : node.start);
    blanked.push({ from: keyword, to: keyword + 'async'.length });
    const body = node.body as Tree;
    const open = `__async({ ${name}: async () => `;
    edits.push(...marked(node, parent, tree, name));
    if (body.type === 'BlockStatement') {
      edits.push(atBeginning(body, `return ${open}{`), { at: body.end - 1, text: '} }); ' });
    } else edits.push({ at: body.start, text: `${open}(` }, { at: body.end, text: ') })', closes: true });
  });
  return apply(source, blanked, edits);
}

function isFunction({ type }: Tree): boolean {
  return type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
}

/** What stacks call it: its own name, or that of the variable or property it is given to. */
function nameOf(node: Tree, parent: Tree | undefined): string {
  const candidate = (node.id ?? parent?.id ?? parent?.key) as Tree | undefined;
  return candidate?.type === 'Identifier' && parent?.computed !== true ? String(candidate.name) : '""';
}

/** `__isAsync` around a function that is a value, and before the statements among which one is declared: it is known there at once. */
function marked(node: Tree, parent: Tree | undefined, program: Tree, name: string): Edit[] {
  if (node.type === 'FunctionDeclaration') {
    const id = node.id as Tree | null;
    if (!id) return [];
    const text = `__isAsync(${String(id.name)});`;
    return [parent?.type === 'BlockStatement' ? atBeginning(parent, text) : atBeginning(program, text)];
  }
  if (parent?.type === 'MethodDefinition' || (parent?.type === 'Property' && parent.method === true)) return [];
  const called = name === '""' ? '' : `, "${name}"`;
  return [
    { at: node.start, text: '__isAsync(' },
    { at: node.end, text: `${called})`, closes: true },
  ];
}

/** Directives must stay the first thing in a function or a program. */
function atBeginning({ type, start, body }: Tree, text: string): Edit {
  const statements = body as Tree[];
  const directive = statements.filter((statement) => typeof statement.directive === 'string').at(-1);
  if (directive) return { at: directive.end, text: `; ${text}` };
  return { at: type === 'Program' ? (statements[0]?.start ?? start) : start + 1, text: ` ${text}` };
}

/** `var` with the name of a parameter is that parameter, which a function around the body would no longer know. */
function redeclares(node: Tree): boolean {
  const parameters = new Set<string>();
  for (const parameter of node.params as Tree[]) {
    visit(parameter, undefined, (inner) => {
      if (inner.type === 'Identifier') parameters.add(String(inner.name));
    });
  }
  let found = false;
  visit(node.body as Tree, undefined, (inner) => {
    const declared =
      inner.type === 'VariableDeclarator' || inner.type === 'FunctionDeclaration' ? (inner.id as Tree) : undefined;
    if (declared?.type === 'Identifier' && parameters.has(String(declared.name))) found = true;
  });
  return found;
}

function visit(node: Tree, parent: Tree | undefined, see: (node: Tree, parent: Tree | undefined) => void): void {
  see(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child === 'object' && typeof (child as Tree).type === 'string')
        visit(child as Tree, node, see);
    }
  }
}

function apply(source: string, blanked: readonly { from: number; to: number }[], edits: readonly Edit[]): Rewritten {
  let text = source;
  for (const { from, to } of blanked) text = text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
  // An outer function was found first.
  const order = edits.map((edit, index) => ({ ...edit, index: edit.closes ? -1 - index : index }));
  const ordered = order.sort((a, b) => a.at - b.at || a.index - b.index);
  let code = '';
  let from = 0;
  let [line, added] = [1, 0];
  const insertions: Insertion[] = [];
  for (const { at, text: inserted } of ordered) {
    code += text.slice(from, at) + inserted;
    from = at;
    const place = getLineInfo(source, at);
    if (place.line !== line) [line, added] = [place.line, 0];
    insertions.push({ line, column: place.column + 1 + added, length: inserted.length });
    added += inserted.length;
  }
  return { code: code + text.slice(from), insertions };
}

/** The column a place of the new text had in the old. */
export function originalColumn(insertions: readonly Insertion[], line: number, column: number): number {
  let before = 0;
  for (const each of insertions) {
    if (each.line === line && each.column <= column) before += Math.min(each.length, column - each.column);
  }
  return Math.max(1, column - before);
}

/** QuickJS places a call at its parenthesis, V8 at the name of what is called, or at `new`. */
export function callColumn(line: string, column: number): number {
  if (line[column - 1] !== '(') return column;
  const before = line.slice(0, column - 1);
  const called = /(?:new\s+[\w$.]+|[\w$]+)$/.exec(before);
  return called ? called.index + 1 : column;
}
