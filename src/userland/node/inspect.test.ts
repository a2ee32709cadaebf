import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { nodeProgram } from './program.ts';

/**
 * Lines of JavaScript, each run by itself, here and on Node itself. `util`, `inspect` and `format` are there; a line is printed with
 * `show`, as console.log prints it.
 */
const LINES: Readonly<Record<string, readonly string[]>> = {
  'values without parts': [
    'show(1, -0, 1.5, 1e21, NaN, Infinity, 123n, true, null, undefined, "text", Symbol("s"))',
    'show([1, -0, 1e21, NaN, 123n, true, null, undefined, "text", Symbol("s"), Symbol()])',
    'show(["it\'s", \'say "hi"\', `both \' and "`, `all \' " \\``, "back`tick", "${a}\'\\""])',
    'show(["\\0", "\\x1b[31m", "\\n\\t\\b\\v\\f\\r\\\\", "\\x7f\\x85", "é", "日本", "😀", "\\ud800", "\\udc00x"])',
    'show([new Number(3), new Number(-0), new String("s"), new Boolean(false), Object(Symbol("x")), Object(1n)])',
    'show(Object.assign(new String("ab"), { c: 1 }), Object.assign(new Number(1), { d: 2 }))',
    'show([new (class N extends Number {})(3), new (class S extends String {})("x")])',
    'show({ s: "line1\\nline2", t: "x".repeat(100) })',
    'show(["word ".repeat(10) + "\\n" + "more ".repeat(10) + "\\nend"])',
    'show(/a\\/b/gi, [new RegExp("", "u")], Object.assign(/x/, { a: 1 }), new (class R extends RegExp {})("y"))',
    'show(new Date(0), new Date(NaN), [new Date(1e12)], Object.assign(new Date(0), { a: 1 }), new (class D extends Date {})(0))',
  ],
  'arrays and columns': [
    'show(Array.from({ length: 30 }, (_, i) => i))',
    'show(Array.from({ length: 7 }, (_, i) => i))',
    'show(Array.from({ length: 100 }, (_, i) => i * i))',
    'show(Array.from({ length: 101 }, (_, i) => i))',
    'show(Array.from({ length: 120 }, (_, i) => i))',
    'show(Array.from({ length: 250 }, (_, i) => "item" + i))',
    'show(Array.from({ length: 12 }, (_, i) => "item" + i))',
    'show([1.1, 2.22, 3.333, 4.4444, 5.55555, 6.666666, 7.7777777])',
    'show([-1, 10, -100, 1000, -10000, 100000, -1000000, 5])',
    'show([1n, 20n, 300n, 4000n, 50000n, 6n, 7n, 8n])',
    'show(Array(20).fill(true), Array(9).fill(null), Array(27).fill(undefined))',
    'show({ deep: { list: Array.from({ length: 40 }, (_, i) => i * 3) } })',
    'show(["é", "日本", "日本語", "a", "bb", "ccc", "dddd", "e"])',
    'show(["short", "a much longer string than the others are", "x", "y", "z", "w", "v", "u"])',
    'show([1, "a", null, undefined, true, { a: 1 }, [2]])',
    'show([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, [2, [3, [4, [5]]]]]])',
    'show(Array.from({ length: 8 }, (_, i) => [i, i + 1]))',
    'show(Array.from({ length: 3 }, () => Array(8).fill(0)))',
    'show([1, , 3, , , 6], [, 1], [1, ,], Array(5), Array(1), Object.assign([], { 4294967294: 1 }))',
    'const a = [1, 2]; a.x = 1; a[-1] = 2; a["y z"] = 3; show(a)',
    'const a = [1, 2]; a[Symbol("q")] = 1; a[200] = 3; show(a)',
    'show(["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "c"])',
    'show(new (class Bar extends Array {})(3), class extends Array {}.of(1), new (class A extends Array {})())',
    'show((function () { return arguments })(1, "two"), (function () { return arguments })())',
  ],
  objects: [
    'show({}, [], { a: 1 }, { a: {} }, { a: [] }, [{}], [[]])',
    'show({ a: { b: { c: { d: 1 } } } }, { a: { b: { c: {} } } }, { a: { b: { c: [] } } }, { a: { b: { c: [1] } } })',
    'show({ "a-b": 1, "1a": 2, 3: 4, "": 5, "a b": 6, $d: 7, _e: 8, "it\'s": 9, "x\\ny": 1, é: 2 })',
    'show({ [Symbol("s")]: 1, [Symbol.iterator]: 2, [Symbol()]: 3, [Symbol("a b")]: { c: 1 } })',
    'show(Object.fromEntries(Array.from({ length: 12 }, (_, i) => ["key" + i, i * 1000])))',
    'show(Object.fromEntries(Array.from({ length: 120 }, (_, i) => ["k" + i, i])))',
    'show([{ id: 1, name: "Alice", email: "alice@example.com", tags: ["a", "b"] }, { id: 2, name: "Bob", email: "b@example.com", tags: [] }])',
    'show({ level: { one: { two: 1, three: "three" }, list: [{ x: 1 }, { y: 2 }] }, other: "thing", more: "and more of it" })',
    'show(Object.create(null), Object.create(null, { a: { value: 1, enumerable: true } }), [Object.create(null)], { a: { b: { c: Object.create(null) } } })',
    'show(Object.create({}), Object.create({ a: 1 }), Object.create(Object.create(null)), Object.create(class Foo {}.prototype))',
    'show(new (class Foo { constructor() { this.a = 1; } get b() { return 2; } #c = 3; d = 4; })(), new (class Foo {})(), new (class {})(), { f: new (class Empty {})() })',
    'class A {} class B extends A { x = 1 } show(new B(), [new B()], { a: { b: { c: new B() } } }, B.prototype, A.prototype)',
    'function Old() { this.a = 1 } show(new Old(), Old.prototype)',
    'show({ get a() { return 1 }, set b(v) {}, get c() { return 1 }, set c(v) {} })',
    'show({ [Symbol.toStringTag]: "T" }, new (class K { get [Symbol.toStringTag]() { return "Tag" } })(), Object.create(null, { [Symbol.toStringTag]: { value: "N" } }))',
    'show(Object.defineProperty({ a: 1 }, "hidden", { value: 2 }), Object.freeze({ a: 1 }), JSON.parse(\'{"__proto__": 1, "a": {"b": [1, {"c": null}]}}\'))',
    'show({ constructor: 1 }, { constructor: "x", a: 2 }, { toString: 1 }, Math, JSON, Reflect.ownKeys({ a: 1 }))',
    'show(globalThis === global, typeof process.env, Object.keys(console).includes("table"))',
    'const c = { name: "c" }; c.self = c; c.arr = [c, { c }]; show(c)',
    'const a = {}, b = { a }; a.b = b; show(a, [a, b], { x: { a } })',
    'const a = []; a.push(a, [a]); show(a); const m = new Map(); m.set("m", m); m.set(m, 1); show(m); const s = new Set(); s.add(s); show(s)',
    'const f = () => {}; f.f = f; show(f); const e = { p: { q: {} } }; e.p.q.r = e.p; show(e)',
    'show({ a: "x".repeat(60), b: 1 }, { a: "x".repeat(70), b: 1 }, { aaaaaaaaaaaaaaaaaaaaaaa: "bbbbbbbbbbbbbbbbbbbbb", cccccccccccccccccc: "ddddddddd" })',
    'show({ a: 1, b: 2, c: 3, d: { e: 4, f: { g: 5 } } }, { a: { b: 1 }, c: { d: { e: { f: 1 } } } })',
  ],
  'what programs print': [
    'class Stack { constructor() { this.items = [] } push(x) { this.items.push(x) } } const st = new Stack(); st.push({ v: 1 }); show(st, [st], { st })',
    'class Animal { constructor(name) { this.name = name } speak() {} } class Dog extends Animal { #secret = 1; constructor(n) { super(n); this.tricks = new Set(["sit"]) } get count() { return 1 } } show(new Dog("Rex"), Dog, Animal, Dog.prototype, Object.getPrototypeOf(Dog))',
    'show(new Array(5).fill().map((_, i) => ({ id: i, label: "Label number " + i, nested: { deep: { deeper: { deepest: 1 } } } })))',
    'show(Object.entries({ a: 1, b: [2] }), [..."abc"].map((c, i) => ({ c, i })), [NaN, -0, 0, 1 / 3], 0.1 + 0.2, 1e-7, 123456789012345680000, 2 ** 53)',
    'show({ "key with spaces and more": "value", nested: { arr: new Array(200).fill("abc") } }, Array.from({ length: 200 }, (_, i) => "x".repeat(i % 9)), Array.from({ length: 27 }, (_, i) => ({ i })))',
    'show(inspect(new Set([[1, 2]]), { compact: false }), inspect(new Map([[{ a: 1 }, { b: 2 }]]), { compact: false }))',
    'show("%s", Object.assign(new Error("E"), { stack: "Error: E\\n    at q" })); show("%s", class { static toString() { return "st" } }); show([new Error("x").stack.split("\\n")[0]], Object.getOwnPropertyNames(new Error("x")).sort())',
  ],
  functions: [
    'show(() => {}, function () {}, function named() {}, [() => {}], { f() {}, g: () => {}, h: function () {} })',
    'show({ async a() {}, async b(x) { await x; }, c: async () => 1, d: async function () {}, e: async function e2() {} }, async () => {})',
    'show({ *i() {}, async *j() {}, k: function* () {}, l: async function* m() {} })',
    'show(class {}, class A {}, class L extends Map {}, class M extends class {} {}, [class B {}], class C { static x = 1 }, class D extends C2 {}); function C2() {}',
    'show(Object.assign(() => {}, { a: 1 }), Object.assign(function named() {}, { b: 2 }), { f: Object.assign(() => {}, { a: { b: {} } }) })',
    'show(Math.max, [].push, Array, Map, Symbol, Promise.resolve, parseInt, Object.prototype.toString, { f: Date })',
    'show(Object.setPrototypeOf(function f() {}, null), Object.setPrototypeOf(class A {}, null), Object.defineProperty(() => {}, "name", { value: "renamed" }))',
    'show((() => {}).bind(), function b() {}.bind(null), class { static static1() {} }.static1, Object.getOwnPropertyDescriptor({ get a() { return 1 } }, "a").get)',
    'show({ f: { g: { h: { i() {} } } } }, [[[[() => {}, class X {}]]]])',
  ],
  collections: [
    'show(new Map(), new Set(), new Map([["a", 1], [{ b: 1 }, [1, 2]]]), new Set([1, "a", { b: 2 }]))',
    'show({ m: new Map([["a", { b: { c: { d: 1 } } }]]), s: new Set([[[[1]]]]) }, [[[new Map([[1, 2]]), new Set([1]), new Map()]]])',
    'show(new Map(Array.from({ length: 120 }, (_, i) => [i, i])))',
    'show(new Set(Array.from({ length: 120 }, (_, i) => i)))',
    'show(Object.assign(new Map([[1, 2]]), { extra: true }), Object.assign(new Set(), { x: 1 }))',
    'show(new (class L extends Map {})([[1, 2]]), new (class T extends Set {})(["x"]), new WeakMap(), new WeakSet(), [new WeakMap()])',
    'show(new Map([[1, 2]]).entries(), new Map([[1, 2]]).keys(), new Map([["a", { b: 1 }]]).values(), new Map([[1, 2]])[Symbol.iterator]())',
    'show(new Set([1, 2]).values(), new Set(["a"]).entries(), new Set().keys(), new Map().entries())',
    'const i = new Map([[1, 2], [3, 4]]).entries(); i.next(); show(i, [...i], i.next(), i)',
    'show([1, 2][Symbol.iterator](), "ab"[Symbol.iterator](), [1].entries(), "a".matchAll(/a/g))',
    'show((function* g() {})(), (async function* h() {})(), [(function* () {})()])',
    'show(Buffer.from("hello"), Buffer.alloc(0), Buffer.alloc(60), Buffer.alloc(51), [Buffer.from("a")], { b: { c: { d: Buffer.from("x") } } })',
    'show(new Uint8Array(3), new Float64Array([1.5, -0, NaN]), new BigInt64Array(2), new Uint8Array(0), new Int16Array(200), new Uint8ClampedArray([1]))',
    'show(new ArrayBuffer(4), new DataView(new ArrayBuffer(2)), new Uint8Array([1, 2, 255]).buffer, new ArrayBuffer(120), [new ArrayBuffer(1)])',
    'show(Promise.resolve(3), Promise.resolve({ a: { b: { c: {} } } }), new Promise(() => {}), [Promise.resolve()], Promise.resolve("x"))',
    'const p = Promise.reject(new RangeError("no")); p.catch(() => {}); const e = Promise.reject(4); e.catch(() => {}); show(e, [e], { e: Promise.resolve(Promise.resolve(1)) })',
    'show((async () => 1)(), (async () => { await 1; })(), new (class P extends Promise {})(() => {}))',
    'show(new URL("http://u:p@a.b:81/c?d=e#f"), [new URL("http://a.b/")], { u: { v: { w: new URL("http://a.b") } } })',
    'show(new URLSearchParams("a=1&b=2"), new URLSearchParams(), [new URLSearchParams("x=y")], new URLSearchParams({ q: "x".repeat(80), r: "s" }))',
    'show(Object.create(null, { [Symbol.toStringTag]: { value: "Module" }, a: { value: 1, enumerable: true } }))',
  ],
  errors: [
    'const cut = (e) => { e.stack = e.stack.split("\\n    at")[0]; return e; }; show(cut(new Error("boom")), [cut(new TypeError("t"))], { e: cut(new Error()) })',
    'show(Object.assign(new Error("x"), { stack: "Error: x\\n    at a (b:1:2)\\n    at c", code: "E1", errno: -2 }))',
    'show({ e: Object.assign(new Error("x"), { stack: "Error: x\\n    at a (b:1:2)\\n    at c", info: { a: [1] } }) })',
    'const e = new Error("outer", { cause: Object.assign(new Error("inner"), { stack: "Error: inner\\n    at i (j:1:1)" }) }); e.stack = "Error: outer\\n    at o (p:1:1)"; show(e); show([e])',
    'const e = new Error("x", { cause: "text" }); e.stack = "Error: x"; show(e, new Error("y", { cause: undefined }).cause)',
    'class V extends Error {} class W extends Error { constructor(m) { super(m); this.name = "W" } } class XError extends Error { constructor(m) { super(m); this.name = "XError" } } const cut = (e) => { e.stack = e.stack.split("\\n    at")[0]; return e; }; show(cut(new V("v"))); show(cut(new W("w"))); show(cut(new XError("x")))',
    'class HttpError extends Error { constructor(status, m) { super(m); this.status = status; } } const e = new HttpError(404, "gone"); e.stack = e.stack.split("\\n")[0]; show(e, [e])',
    'const e = new AggregateError([Object.assign(new Error("a"), { stack: "Error: a\\n    at x" }), 2], "all"); e.stack = "AggregateError: all\\n    at y"; show(e)',
    'const e = new Error("m"); e.stack = undefined; show(e); e.stack = ""; show([e]); e.stack = "odd"; show(e); e.name = "Foo"; e.message = "changed"; show(e)',
    'const e = new Error("a\\nb"); e.stack = "Error: a\\nb\\n    at x (y:1:1)"; show({ e })',
    'const e = new Error("own"); e.message = "other"; e.name = "MyError"; e.stack = e.stack.split("\\n")[0]; show(e)',
    'const e = new TypeError("t"); e.stack = "TypeError: t\\n    at f"; Object.defineProperty(e, "message", { value: "t", enumerable: true }); show(e, Object.keys(e))',
    'try { null.x } catch (e) { show(e instanceof TypeError, e.name, inspect(e).startsWith("TypeError: ")) }',
    'show(Object.prototype.toString.call(new Error("x")), String(new RangeError("r")), util.types.isNativeError(new Error()))',
  ],
  options: [
    'show(inspect({ a: { b: { c: {} } } }, { depth: 0 }), inspect({ a: { b: { c: { d: { e: 1 } } } } }, { depth: null }), inspect({ a: {} }, { depth: -1 }), inspect([[1]], { depth: 0 }))',
    'show(inspect({ a: { b: { c: { d: 1 } } } }, false, null), inspect({ a: 1 }, false, 0, true), inspect([1], true))',
    'show(inspect({ a: [1, 2, { x: 3 }], b: "y" }, { compact: false }))',
    'show(inspect({ a: [1, 2, { x: 3 }], b: { c: { d: 1 } } }, { compact: true }), inspect(Array.from({ length: 40 }, (_, i) => i), { compact: true }), inspect({ a: "x".repeat(90), b: { c: "y".repeat(80) } }, { compact: true }))',
    'show(inspect({ a: { b: { c: 1 } } }, { compact: 1 }), inspect({ a: { b: { c: { d: {} } } } }, { compact: 0 }), inspect(Array.from({ length: 30 }, (_, i) => i), { compact: 1 }), inspect({ a: { b: { c: { d: 1 } } } }, { compact: 5, depth: 9 }))',
    'show(inspect({ a: 1, b: "x", c: null, d: undefined, e: [true, 1n, Symbol("s")], f() {}, g: new Date(0), h: /x/, i: new Map([[1, "a"]]) }, { colors: true }))',
    'show(inspect([1, "a", , class A {}, new Error("x").message, { a: { b: { c: {} } } }, Promise.resolve(1)], { colors: true }))',
    'show(inspect(Array.from({ length: 30 }, (_, i) => i), { colors: true }), inspect(["日本", "b", "c", "d", "e", "f", "g"], { colors: true }), inspect({ get a() { return 1 }, [Symbol("x")]: 1, "b c": 2 }, { colors: true }))',
    'show(inspect({ b: 1, a: 2, c: { z: 1, y: 2 } }, { sorted: true }), inspect({ b: 1, a: 2 }, { sorted: (x, y) => (x < y ? 1 : -1) }), inspect(Object.assign([3, 1], { z: 1, b: 2 }), { sorted: true }), inspect(new Set(["b", "a"]), { sorted: true }))',
    'show(inspect([1, 2, 3, 4], { maxArrayLength: 2 }), inspect([1, 2, 3], { maxArrayLength: 0 }), inspect(new Set([1, 2]), { maxArrayLength: 1 }), inspect(new Map([[1, 2], [3, 4]]), { maxArrayLength: 1 }), inspect(Array(200).fill(1), { maxArrayLength: null }), inspect(new Uint8Array(9), { maxArrayLength: 7 }))',
    'show(inspect("a".repeat(30), { maxStringLength: 10 }), inspect(["abc", "a"], { maxStringLength: 2 }), inspect({ s: "abcd" }, { maxStringLength: 0 }), inspect("x".repeat(10001)).slice(-30), inspect("x".repeat(10002), { maxStringLength: null }).length)',
    'show(inspect({ a: { b: 1 }, c: [1, 2, 3] }, { breakLength: 3 }), inspect({ a: "x".repeat(100), b: 1 }, { breakLength: Infinity }), inspect(Array.from({ length: 50 }, (_, i) => i), { breakLength: 40 }))',
    'show(inspect({ a: 1, [Symbol("x")]: 2 }, { showHidden: true }), inspect([1, 2], { showHidden: true }), inspect(new Map([[1, { a: 2 }]]), { showHidden: true }), inspect(Object.defineProperty({}, "h", { value: 1 }), { showHidden: true }))',
    'show(inspect(new (class Foo { a = 1; get b() { return 2 } m() {} })(), { showHidden: true }), inspect(new Uint8Array(2), { showHidden: true }), inspect(new Date(0), { showHidden: true }), inspect(/x/, { showHidden: true }))',
    'show(inspect({ get a() { return { x: 1 } }, set b(v) {}, get c() { return 1 }, set c(v) {}, get d() { throw new Error("no") }, get e() { return null } }, { getters: true }))',
    'show(inspect({ get a() { return "s" }, get c() { return 1 }, set c(v) {} }, { getters: "get" }), inspect({ get a() { return 1 }, get c() { return [1] }, set c(v) {} }, { getters: "set" }))',
    'show(inspect([1234567.8912345, -1234, 123, 1e21, 1234567n, 0.1234], { numericSeparator: true }), inspect(1000000, { numericSeparator: true }))',
    'show({ [inspect.custom]() { return "CUSTOM" } }, [{ [inspect.custom]() { return "two\\nlines" } }], { x: { [inspect.custom]() { return { a: { b: 1 } } } } })',
    'show({ [inspect.custom](depth, options, inspect) { return [depth, Object.keys(options).join(), options.depth, typeof options.stylize, typeof inspect].join(" ") } })',
    'show({ a: { [inspect.custom](depth, options) { return options.stylize("styled", "special") + depth } } }, inspect({ [inspect.custom](d, o) { return o.stylize("x", "number") + o.extra } }, { colors: true, extra: 5 }))',
    'class Money { constructor(n) { this.n = n } [util.inspect.custom](depth, options, inspect) { return `Money<${inspect(this.n, options)}>` } } show(new Money(5), [new Money({ a: 1 })], Money.prototype, inspect(new Money(1), { customInspect: false }))',
    'show({ [inspect.custom]: 5 }, { inspect() { return "no" } }, { [inspect.custom]() { return this } }, { [inspect.custom]() { return 42 } })',
    'show(inspect.defaultOptions, inspect.styles); inspect.defaultOptions.depth = 0; show({ a: { b: 1 } }); inspect.defaultOptions = { depth: 1 }; show({ a: { b: { c: 1 } } }); inspect.defaultOptions = { depth: 2 }',
    'show(Object.keys(inspect.colors).join(), inspect.colors.grey, inspect.colors.bgRedBright, inspect.colors.conceal)',
  ],
  formats: [
    'show("%s %d %i %f %j %o %O %c %%", "a", "42", 3.9, "1.5", { a: 1 }, [1], { b: { c: { d: {} } } }, "css", "extra", { x: 1 })',
    'show("%s|%s|%s|%s|%s|%s", null, undefined, Symbol("q"), 5n, -0, true)',
    'show("%s", { a: { b: { c: 1 } } }); show("%s", [1, "a", [2, [3]]]); show("%s %s", () => 1, class Q {})',
    'show("%s", { toString() { return "own" } }); show("%s", new (class T { toString() { return "class" } })()); show("%s", new Date(0)); show("%s", Object.create(null)); show("%s", new (class U {})())',
    'show("%s", { [Symbol.toPrimitive]() { return "prim" } }); show("%s", new Map([[1, 2]])); show("%s", Buffer.from("b"))',
    'show("%d %d %d %d %d", "x", 1.5, 5n, "0x10", ""); show("%d", {}, []); show("%d", [5]); show("%d %d", null, undefined); show("%d", Symbol("a"))',
    'show("%i %i %i %i", "42.9px", 5n, {}, -1.5); show("%f %f %f", "1.50", "x", 5n); show("%i %f", Symbol("a"), Symbol("b"))',
    'show("%j %j %j", undefined, "s", () => 1); const c = {}; c.c = c; show("%j", c); show("%j", { toJSON() { return "json" } })',
    'show("%o", [1, { a: 2 }]); show("%o", { f: 1, g: "x" }); show("%O", { a: { b: { c: { d: { e: 1 } } } } }, "tail"); show("%o", "str", 5)',
    'show("%o", [() => 1, class A { static x = 1 }]); show(inspect(function g(a) { "use strict"; }, { showHidden: true }), inspect(() => 1, { showHidden: true }))',
    'show("%o", { m() {} }); show("%o", (a, b) => 1)',
    'show("%c styled %c", "color: red", ""); show("100%", 5); show("%", 1); show("%%"); show("%% %s"); show("%%", 1); show("%x %s", 1); show("a%", "b")',
    'show("%s"); show("%s %s", "one"); show("none", "extra", 1, { a: 1 }); show(1, "%s", 2); show({}, "%d"); show(""); show(); show("", ""); show("a", "", "b")',
    'show(format("%s:%s", "a"), format(1, 2, "3"), format("a", undefined), format(), format("%%%s%%", "x"), format("%s", "%s", "y"))',
    'show(util.formatWithOptions({ colors: true }, "%s %O", "a", { b: 1 }, [2]), util.formatWithOptions({ compact: false }, { a: 1 }), util.formatWithOptions({ numericSeparator: true }, "%d", 12345))',
  ],
  'the console': [
    'console.group("G", 1); console.log("in\\nside"); console.group(); console.log({ a: 1, b: [1, 2] }); console.groupEnd(); console.info("x"); console.groupEnd(); console.groupEnd(); console.debug("out"); console.groupCollapsed("h"); console.log("i"); console.groupEnd()',
    'console.count(); console.count("x"); console.count(); console.countReset(); console.count(); console.count(undefined); console.count(5)',
    'console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 }); console.dir("s"); console.dir({ [inspect.custom]() { return "no" } }.a); console.dirxml({ a: 1 }, 2)',
    'console.table([{ a: 1, b: "x" }, { a: 2, c: true }].slice(2)); console.table(5); console.table("x"); console.table(null); console.table(undefined)',
    'const { Console } = console; const { Writable } = require("stream"); let got = ""; const made = new Console({ stdout: new Writable({ write(c, e, d) { got += c; d(); } }), inspectOptions: { compact: false } }); made.log({ a: 1 }); made.group(); made.error("e", 2); show(got)',
    'console.assert(true, "never"); console.log("%s is %d", "it", 3); console.log([undefined, null]); console.log(-0, [-0], "s", ["s"]); console.log()',
    'console.log("%o and %O", [1], { a: 1 }, "%s"); console.log("a\\tb", ["a\\tb"]); console.log(new Array(3), [,]); console.log([["a", 1], ["b", 2]])',
    'console.time("t"); console.timeLog; console.log(Object.keys(console).slice(0, 12).join())',
  ],
  tables: [
    'console.table([{ a: 1, b: "x" }, { a: 2, c: true }]); console.table([[1, 2], [3, 4]]); console.table([{ a: 1, b: 2 }], ["b"]); console.table({ x: { a: 1 }, y: { b: 2 } })',
    'console.table([1, "a", { z: 1 }]); console.table([]); console.table({}); console.table([[]]); console.table([{ a: 1 }, null, undefined])',
    'console.table(new Map([["a", 1], ["b", { c: 1 }]])); console.table(new Set([1, "x"])); console.table(new Map([[1, 2]]).entries()); console.table(new Set(["q"]).values())',
    'console.table([{ a: { b: { c: 1 } }, d: [1, 2, 3, 4, 5] }]); console.table([{ o: { a: 1, b: 2, c: 3 }, f() {}, s: Symbol("x"), d: new Date(0) }])',
    'console.table(["日本", "é"]); console.table([{ a: 1, b: 2 }], ["a", "zz"]); console.table([1, 2], ["x"]); console.table(5); console.table(null)',
  ],
  proxies: [
    'const p = new Proxy({ a: 1 }, { get() { return "trap" }, ownKeys() { throw new Error("woken") } }); show(p, [p], inspect(p, { showProxy: true }), util.types.isProxy(p), util.types.isProxy({}))',
    'show(new Proxy(function f() {}, {}), new Proxy(class A {}, {}), new Proxy([1, 2, 3], {}), new Proxy(new Map([[1, 2]]), {}), inspect([new Proxy({}, {})], { showProxy: 1 }), inspect([[[new Proxy({}, {})]]], { showProxy: true }))',
    'const r = Proxy.revocable({ a: 1 }, {}); show(r.proxy); r.revoke(); show(r.proxy); show("%o", new Proxy([1], {})); show(new Proxy(new Proxy({ deep: 1 }, {}), {}), typeof Proxy, Proxy.name, Proxy)',
    'const p = new Proxy({ [inspect.custom](d, o) { return "own " + (this === p) } }, {}); show(p); class S { #x = 1; get x() { return this.#x } } show(new Proxy(new S(), {}), Array.isArray(new Proxy([], {})))',
  ],
  'small helpers': [
    'show(util.stripVTControlCharacters("\\x1b[31mred\\x1b[39m \\x1b]8;;http://x\\x07link\\x1b]8;;\\x07"), JSON.stringify(util.stripVTControlCharacters("\\x9b1mx\\x1b[2K")))',
    'try { util.styleText("nocolor", "x") } catch (e) { show(e.code, e.message.slice(0, 60)) } show(JSON.stringify(util.styleText(["bold", "red"], "x", { validateStream: false })), JSON.stringify(util.styleText("green", "x", { validateStream: false })))',
    'const same = util.isDeepStrictEqual; show(same({ a: 1 }, { a: 1 }), same([1, 2], [1, 2]), same(NaN, NaN), same(0, -0), same(1, "1"), same({ a: undefined }, {}), same([,], [undefined]), same({ a: 1, b: 2 }, { b: 2, a: 1 }))',
    'const same = util.isDeepStrictEqual; show(same(new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1])), same(new Map([[1, { b: 1 }], [2, 3]]), new Map([[2, 3], [1, { b: 1 }]])), same(new Set([1]), new Set([2])), same(new Map([[1, 2]]), new Map([[1, 3]])))',
    'const same = util.isDeepStrictEqual; show(same(new Date(0), new Date(0)), same(new Date(0), new Date(1)), same(/a/g, /a/g), same(/a/g, /a/i), same(new Error("a"), new Error("a")), same(new Error("a"), new Error("b")), same(Object(1), Object(1)), same(Buffer.from("a"), Buffer.from("a")), same(new Uint8Array(1), new Int8Array(1)))',
    'const same = util.isDeepStrictEqual; class A { x = 1 } class B { x = 1 } show(same(new A(), new B()), same(new A(), new A()), same(new A(), { x: 1 }), same({ [Symbol.for("a")]: 1 }, { [Symbol.for("a")]: 1 }), same(() => {}, () => {}), same([1], { 0: 1 }), same(null, undefined), same(Object.assign([1], { a: 1 }), [1]))',
    'const a = { n: 1 }; a.a = a; const b = { n: 1 }; b.a = b; show(util.isDeepStrictEqual(a, b)); const l = {}; let p = l; for (let i = 0; i < 60; i++) p = p.x = {}; const m = structuredClone(l); show(util.isDeepStrictEqual(l, m)); p.end = 1; show(util.isDeepStrictEqual(l, m))',
    'const t = util.types; show(t.isPromise(Promise.resolve()), t.isPromise({ then() {} }), t.isMap(new Map()), t.isMap(Object.create(Map.prototype)), t.isGeneratorFunction(function* () {}), t.isDate(Object.create(Date.prototype)), t.isBoxedPrimitive(Object(1n)), t.isUint8Array(Buffer.alloc(1)), t.isTypedArray(new DataView(new ArrayBuffer(1))), t.isArrayBufferView(new DataView(new ArrayBuffer(1))))',
    'const t = util.types; show(t.isRegExp(/x/), t.isSymbolObject(Object(Symbol())), t.isNumberObject(1), t.isSetIterator(new Set().values()), t.isMapIterator(new Map().keys()), t.isWeakMap(new WeakMap()), t.isAnyArrayBuffer(new ArrayBuffer(1)), t.isGeneratorObject((function* () {})()), t.isArgumentsObject((function () { return arguments })()), t.isAsyncFunction(async () => {}), t.isAsyncFunction({ async m() {} }.m))',
    'const assert = require("assert"); for (const f of [() => assert.deepEqual({ a: 1 }, { a: "1" }), () => assert.deepStrictEqual({ a: 1 }, { a: "1" }), () => assert.deepEqual([1, [2]], [1, [3]]), () => assert.notDeepStrictEqual({}, [])]) { try { f(); show("ok") } catch (e) { show(e.code) } }',
  ],
};

const PRELUDE =
  "const util = require('node:util'); const { inspect, format } = util; const show = (...values) => console.log(...values);\n";
const lines = Object.values(LINES).flat();
const program = lines
  .map(
    (line, at) =>
      `console.log('@${at}'); try { (() => { ${line} })() } catch (error) { console.log('threw ' + error) }`,
  )
  .join('\n');
/** What each line printed. */
const parts = (output: string) => output.split(/^@\d+\n/m).slice(1);

const real = parts(execFileSync(process.execPath, ['-e', PRELUDE + program]).toString());
const made = testMachine({ files: {}, programs: [nodeProgram], executables: { '/usr/local/bin/node': 'node' } });
const ran = made.run(['node', '-e', PRELUDE + program]);

it('says of how many lines what they print', () => expect(real.length).toBe(lines.length));

it.each(lines.map((line, at) => [line, at] as const))('%s', async (_line, at) => {
  const { stdout, stderr } = await ran;
  expect(stderr).toBe('');
  expect(parts(stdout)[at]).toBe(real[at]);
});

it('shows the namespace of a module', async () => {
  const files = {
    'm.mjs': 'export const a = 1; export default class D {} export function f() {}',
    'main.mjs': "import * as m from './m.mjs'; console.log(m); console.log([[[m]]], { ...m });",
  };
  const folder = mkdtempSync(join(tmpdir(), 'namespace-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const expected = execFileSync(process.execPath, [join(folder, 'main.mjs')]).toString();
  rmSync(folder, { recursive: true });
  const { run } = testMachine({
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [`/w/${name}`, text])),
    programs: [nodeProgram],
    executables: { '/usr/local/bin/node': 'node' },
  });
  expect(await run(['node', '/w/main.mjs'])).toMatchObject({ stderr: '', stdout: expected });
});
