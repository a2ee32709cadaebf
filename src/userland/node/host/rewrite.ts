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
}

/** A node with whatever fields it has. */
type Tree = Node & { readonly [key: string]: unknown };

/**
 * QuickJS tells nobody of a rejection that is not handled, and the promise of an async function is made where nobody sees it.
 * So `async function f(a) { … }` becomes `function f(a) { return __async({ f: async () => { … } }) }`: the guest's `__async`
 * watches the promise. Lines stay where they are. Text that cannot be read is left alone: QuickJS says what is wrong with it.
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
    if (body.type === 'BlockStatement') {
      edits.push({ at: afterDirectives(body), text: ` return ${open}{` }, { at: body.end - 1, text: '} }); ' });
    } else edits.push({ at: body.start, text: `${open}(` }, { at: body.end, text: ') })' });
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

/** Directives must stay the first thing in a function. */
function afterDirectives(body: Tree): number {
  const directives = (body.body as Tree[]).filter((statement) => typeof statement.directive === 'string');
  return directives.at(-1)?.end ?? body.start + 1;
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
  // Of two at one place, the outer function's was found first and ends last.
  const ordered = edits.map((edit, index) => ({ ...edit, index })).sort((a, b) => a.at - b.at || a.index - b.index);
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
