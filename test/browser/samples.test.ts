import { expect, test } from 'vitest';
import { onePage } from './one-page.ts';

/** The sample applications that no other file takes in the page: Node is the walk's, Flask is Python's. */
const { student } = await onePage();
await student.prompt();

/** Works in a folder of its own; answers what each line printed. */
async function inFolder(name: string): Promise<(line: string) => Promise<string>> {
  const prompt = new RegExp(`^you@drydock:/tmp/${name}\\$$`);
  await student.type(`mkdir -p /tmp/${name} && cd /tmp/${name}`, prompt);
  return async (line) => `\n${(await student.type(`clear; ${line}`, prompt)).trim()}`;
}

test('nginx serves a page, in an image of two lines and bind-mounted', async () => {
  const word = Math.random().toString(36).slice(2, 10);
  const run = await inFolder('site');
  await run(`mkdir html; echo ${word} > html/index.html`);
  await run("printf 'FROM nginx:alpine\\nCOPY html /usr/share/nginx/html\\n' > Dockerfile");
  await run('docker build -q -t site . && docker run -d --name baked -p 8081:80 site');
  await run('docker run -d --name mounted -p 8082:80 -v "$PWD/html:/usr/share/nginx/html:ro" nginx:alpine');
  const both = 'for port in 8081 8082; do until curl -s localhost:$port; do sleep 0.1; done; done';
  expect(await run(both)).toContain(`\n${word}\n${word}\n`);
  await run(`echo again > html/index.html`);
  expect(await run(both)).toContain(`\n${word}\nagain\n`);
});

test('ubuntu-sleeper: an entry point with a default argument', async () => {
  const run = await inFolder('sleeper');
  await run(`printf 'FROM ubuntu\\nENTRYPOINT ["sleep"]\\nCMD ["5"]\\n' > Dockerfile`);
  await run('docker build -q -t ubuntu-sleeper . && docker create --name made ubuntu-sleeper');
  expect(await run("docker ps -a --no-trunc --format '{{.Command}}'")).toContain('"sleep 5"');
  expect(await run('docker run ubuntu-sleeper 0.1; echo ended $?')).toContain('ended 0');
});

test('multi-stage: built with the tools, shipped without', async () => {
  const run = await inFolder('stages');
  await run(`printf 'package main\\nimport "fmt"\\nfunc main() { fmt.Println(6 * 7) }\\n' > main.go`);
  await run(
    `printf 'FROM golang:alpine AS build\\nWORKDIR /src\\nCOPY main.go .\\nRUN go build -o /app main.go\\nFROM scratch\\nCOPY --from=build /app /app\\nENTRYPOINT ["/app"]\\n' > Dockerfile`,
  );
  expect(await run('docker build -q -t small . && docker run --rm small')).toContain('\n42\n');
  expect(await run("docker image inspect -f '{{len .RootFS.Layers}}' small")).toContain('\n1\n');
  await run(`printf '#include <stdio.h>\\nint main(void) { printf("%%d\\\\n", 6 * 9); return 3; }\\n' > main.c`);
  await run(
    `printf 'FROM gcc AS build\\nCOPY main.c .\\nRUN gcc -static -o /app main.c\\nFROM scratch\\nCOPY --from=build /app /app\\nCMD ["/app"]\\n' > Dockerfile`,
  );
  expect(await run('docker build -q -t smaller . && docker run --rm smaller; echo $?')).toContain('\n54\n3\n');
});

test('a database: its rows in a named volume outlive its container', async () => {
  const run = await inFolder('db');
  const ready = (name: string) => `until docker exec ${name} pg_isready -q; do sleep 0.3; done`;
  const begin = (name: string) =>
    `docker run -d --name ${name} -e POSTGRES_PASSWORD=secret -v rows:/var/lib/postgresql/data postgres:17-alpine`;
  await run(`${begin('first')} && ${ready('first')}`);
  await run(`docker exec first psql -U postgres -c 'create table t (a int)' -c 'insert into t values (20), (22)'`);
  await run(`docker rm -f first && ${begin('second')} && ${ready('second')}`);
  expect(await run(`docker exec second psql -U postgres -Atc 'select sum(a) from t'`)).toContain('\n42\n');
});

test('SQLite keeps its file in a volume', async () => {
  const run = await inFolder('sqlite');
  const node = (code: string) =>
    run(
      `docker run --rm -v kept:/data node:22-alpine node -e "const d = new (require('node:sqlite').DatabaseSync)('/data/a.db'); ${code}"`,
    );
  await node("d.exec('create table t (a)'); d.exec('insert into t values (40), (2)')");
  expect(await node("console.log(d.prepare('select sum(a) as s from t').get().s)")).toContain('\n42\n');
});
