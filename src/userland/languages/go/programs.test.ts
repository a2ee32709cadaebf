import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testMachine } from '../../../../test/support/machine.ts';
import { compiled } from '../compiled-program.ts';
import { compile } from './compile.ts';
import { go } from './go.ts';

// What programs made by the real compiler (go 1.24 of Debian) printed: name.stdout, name.stderr without the stack, their status last.
const folder = join(import.meta.dirname, 'fixtures');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

for (const file of readdirSync(folder).filter((name) => name.endsWith('.go'))) {
  const name = file.slice(0, -3);
  test(`${name}: prints what Go's own program prints`, async () => {
    const source = read(file);
    const made = testMachine({
      files: { [`/w/${file}`]: source },
      programs: [go, compiled],
      executables: { '/usr/local/bin/go': 'go' },
    });
    const built = await made.run(['go', 'build', '-o', `/bin/${name}`, file], { cwd: '/w' });
    expect(built.stderr).toBe('');
    const args = /^\/\/ args: (.*)$/m.exec(source)?.[1]?.split(' ') ?? [];
    const stdin = /^\/\/ stdin: (.*)$/m.exec(source)?.[1]?.replaceAll('\\n', '\n') ?? '';
    const { stdout, stderr, status } = await made.run([`/bin/${name}`, ...args], { stdin });
    const own = stderr.replace(/\ngoroutine \d+ \[[\s\S]*/, '\n');
    expect({ stdout, stderr: `${own}exit ${status}\n` }).toEqual({
      stdout: read(`${name}.stdout`),
      stderr: read(`${name}.stderr`),
    });
  }, 60_000);
}

for (const section of read('mistakes.txt')
  .split(/^== /m)
  .filter((text) => text !== '')) {
  const [name = ''] = section.split('\n');
  const [source = '', complaints = ''] = section.slice(name.length + 1).split('-- go build\n');
  test(`mistakes, ${name}: go build's words`, () => {
    const { mistakes } = compile([{ name: 'main.go', source: source.replace(/\n$/, '') }]);
    const own = mistakes
      .map(({ error: { line, column, message } }) => `./main.go:${line}:${column}: ${message}\n`)
      .join('');
    // Reading ends at the first thing that is no Go.
    if (name.startsWith('syn')) expect(complaints.trimStart().startsWith(own) && own !== '').toBe(true);
    else if (name === 'nomain') expect(mistakes.length).toBeGreaterThan(0);
    else expect(own).toBe(complaints.replace(/\n\n$/, '\n'));
  });
}

// What go 1.24 said of the same folders.
describe('packages of the own module', () => {
  const store = `// Package store keeps.
package store

import "fmt"

type Item struct {
	Name string
	cost int
}

var hidden = 1
var Count = start()

func start() int { fmt.Println("store vars"); return 5 }
func init()      { fmt.Println("store init") }

func New(name string) *Item      { return &Item{name, 3} }
func (i *Item) Cost() int        { return i.cost }
func (i Item) secret() string    { return i.Name }
func bad() {}
`;
  const use = String.raw`package main

import (
	"fmt"

	"example.com/shop/store"
)

func main() {
	i := store.New("a")
	fmt.Println(i.Name, i.Cost(), store.Count)
	fmt.Printf("%v %T\n", *i, i)
}
`;
  const misuse = `package main

import (
	"fmt"

	"example.com/shop/store"
)

func main() {
	i := store.New("a")
	i.cost = 2
	i.secret()
	store.bad()
	store.hidden = 3
	_ = store.Item{Name: "x", cost: 2}
	_ = store.Item{"x", 2}
	var s string = i
	var t store.Item = s
	fmt.Println(i.Cost(), store.Count, i, t)
}
`;
  const build = async (files: Record<string, string>) => {
    const made = testMachine({
      files: { '/w/go.mod': 'module example.com/shop\n\ngo 1.24\n', ...files },
      programs: [go, compiled],
      executables: { '/usr/local/bin/go': 'go' },
    });
    const built = await made.run(['go', 'build', '-o', '/bin/shop', '.'], { cwd: '/w' });
    return built.status === 0 ? made.run(['/bin/shop']) : built;
  };

  test('are compiled before those that import them, and set up before them', async () => {
    expect((await build({ '/w/main.go': use, '/w/store/store.go': store })).stdout).toBe(
      'store vars\nstore init\na 3 5\n{a 3} *store.Item\n',
    );
  });

  test('show what has a capital only', async () => {
    expect((await build({ '/w/main.go': misuse, '/w/store/store.go': store })).stderr).toBe(`# example.com/shop
./main.go:11:4: i.cost undefined (type *store.Item has no field or method cost, but does have method Cost)
./main.go:12:4: i.secret undefined (cannot refer to unexported method secret)
./main.go:13:8: undefined: store.bad
./main.go:14:8: undefined: store.hidden
./main.go:15:28: cannot refer to unexported field cost in struct literal of type store.Item
./main.go:16:22: implicit assignment to unexported field cost in struct literal of type store.Item
./main.go:17:17: cannot use i (variable of type *store.Item) as string value in variable declaration
./main.go:18:21: cannot use s (variable of type string) as store.Item value in variable declaration
`);
  });

  test('are told of by their own names', async () => {
    const wrong = `${store}\nfunc worse() int {\n\tvar x Item = 5\n}\n`;
    expect((await build({ '/w/main.go': use, '/w/store/store.go': wrong })).stderr).toBe(`# example.com/shop/store
store/store.go:23:6: declared and not used: x
store/store.go:23:15: cannot use 5 (untyped int constant) as Item value in variable declaration
store/store.go:24:1: missing return
`);
    expect((await build({ '/w/main.go': use })).stderr).toBe(
      'main.go:6:2: no required module provides package example.com/shop/store; to add it:\n\tgo get example.com/shop/store\n',
    );
  });
});
