import { expect, it } from 'vitest';
import { session } from './session.ts';

const SLOW = 180_000;

const HELLO = `package main

import (
	"fmt"
	"strings"
)

type Page struct {
	Title string
	Views int
}

func (p *Page) Visit() { p.Views++ }

func (p Page) Name() string {
	p.Title = strings.ToUpper(p.Title)
	return p.Title
}

func fact(n int) int {
	if n <= 1 {
		return 1
	}
	return n * fact(n-1)
}

func divide(a, b int) (int, error) {
	if b == 0 {
		return 0, fmt.Errorf("%d by nothing", a)
	}
	return a / b, nil
}

func main() {
	p := &Page{Title: "home"}
	for i := 0; i < 3; i++ {
		p.Visit()
	}
	more()
	fmt.Println(p.Name(), p.Title, p.Views)
}
`;

const MORE = `package main

import "fmt"

func more() {
	words := append([]string{"a", "b"}, "c")
	counts := map[string]int{"x": 1}
	for i, w := range words {
		counts[w] += i
	}
	if n, ok := counts["zz"]; !ok {
		fmt.Println(words, counts, n, 7/2, 7.0/2, -7%3, 1e6, fact(10))
	}
	if _, err := divide(1, 0); err != nil {
		fmt.Println("error:", err)
	}
	switch q, _ := divide(17, 5); {
	case q > 2:
		fmt.Printf("%5.2f|%-4d|%04d|%q|%v|%T\\n", 3.14159, q, q, "s", Page{"t", 1}, counts)
	default:
		fmt.Println("small")
	}
	for _, c := range "hé" {
		fmt.Print(c, " ", string(c), "\\n")
	}
	fmt.Println(len("hé"), "hello"[1:3])
}
`;

// What is printed here is what the real compiler's programs print (go 1.19 of Debian bookworm, the loops written for it).
it('Go: built with the tools, shipped in scratch without them', { timeout: SLOW }, async () => {
  const { run, end } = await session({
    'go.mod': 'module example.com/hello\n\ngo 1.25\n',
    'main.go': HELLO,
    'more.go': MORE,
    Dockerfile: `FROM golang:1.25-alpine AS build
WORKDIR /src
COPY go.mod *.go ./
RUN go build -ldflags "-s -w" -o /hello .

FROM scratch
COPY --from=build /hello /hello
ENTRYPOINT ["/hello"]
`,
  });
  await run('docker build -q -t hello .');
  expect(await run('docker run --rm hello')).toMatchObject({
    stdout: `[a b c] map[a:0 b:1 c:2 x:1] 0 3 3.5 -1 1e+06 3628800
error: 1 by nothing
 3.14|3   |0003|"s"|{t 1}|map[string]int
104 h
233 é
3 el
HOME home 3
`,
    exit: 0,
  });
  expect((await run("docker images --format '{{.Repository}} {{.Size}}' hello")).stdout).toBe('hello 1.53MB\n');
  expect(
    (await run('docker build -q --target build -t tools . >/dev/null; docker images --format {{.Size}} tools')).stdout,
  ).toMatch(/^2[34]\dMB\n$/);
  // Shipping the tools is what the second stage avoids: there is no shell either.
  expect((await run('docker run --rm --entrypoint sh hello 2>&1')).stdout).toContain(
    '"sh": executable file not found in $PATH',
  );
  end();
});

const SERVER = `package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "Hello, %s!", r.URL.Path[1:])
	})
	http.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		w.Write([]byte("ill\\n"))
	})
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	log.Println("listening on", port)
	log.Fatal(http.ListenAndServe(":"+port, nil))
}
`;

it('Go: a server needs a C library unless cgo is off', { timeout: SLOW }, async () => {
  const { run, end } = await session({
    'main.go': SERVER,
    Dockerfile: `FROM golang:1.25 AS build
ARG CGO_ENABLED
WORKDIR /src
RUN go mod init server
COPY . .
RUN go build -o /server .
FROM scratch
COPY --from=build /server /server
CMD ["/server"]
`,
  });
  await run('docker build -q -t dynamic .; docker build -q -t static --build-arg CGO_ENABLED=0 .');
  const failed = await run('docker run --rm dynamic; echo $?');
  expect(failed.stderr).toContain('exec /server: no such file or directory');
  await run('docker run -d --name web -p 8080:8080 static');
  expect(
    (
      await run(
        'until curl -s localhost:8080/you; do sleep 0.05; done; curl -s -w "%{http_code}" localhost:8080/health',
      )
    ).stdout,
  ).toBe('Hello, you!ill\n404');
  expect((await run('docker logs web 2>&1')).stdout).toMatch(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d listening on 8080\n$/);
  end();
});

it('Go: mistakes are found at their place, what is not simulated says so', { timeout: SLOW }, async () => {
  const { run, end } = await session({});
  const compile = async (code: string) => {
    await run(`printf '%s' '${code.replaceAll("'", "'\\''")}' > main.go`);
    return run('docker run --rm -v "$PWD:/w" -w /w golang:1.25-alpine go run main.go');
  };
  await run('docker pull -q golang:1.25-alpine');
  const body = (text: string, imports = 'import "fmt"') => `package main\n${imports}\nfunc main() {\n${text}\n}\n`;
  expect((await compile(body('\tx := 1'))).stderr).toBe(
    '# command-line-arguments\n./main.go:2:8: "fmt" imported and not used\n./main.go:4:2: declared and not used: x\n',
  );
  expect((await compile(body('\tfmt.Println(y)'))).stderr).toBe(
    '# command-line-arguments\n./main.go:4:14: undefined: y\n',
  );
  expect((await compile(body('', 'import "os"'))).stderr).toBe(
    '# command-line-arguments\n./main.go:2:8: "os" imported and not used\n',
  );
  expect((await compile(body('\tvar s []int\n\tfmt.Println(s[2])'))).stderr).toBe(
    'panic: runtime error: index out of range [2] with length 0\n\ngoroutine 1 [running]:\nmain.main()\nexit status 2\n',
  );
  expect((await compile('package main\nfunc id[T any](x T) T { return x }\nfunc main() { id(1) }\n')).stderr).toContain(
    './main.go:2:8: drydock: not simulated: type parameters\n',
  );
  end();
});

it('C: what is linked to the C library needs one, what has it inside does not', { timeout: SLOW }, async () => {
  const { run, end } = await session({
    'hello.c': '#include <stdio.h>\n\nint main(void)\n{\n    printf("Hello from C\\n");\n    return 0;\n}\n',
    Dockerfile: `FROM gcc:14 AS build
ARG LINK
WORKDIR /src
COPY hello.c .
RUN gcc $LINK -O2 -o /hello hello.c
FROM scratch
COPY --from=build /hello /hello
CMD ["/hello"]
`,
  });
  await run('docker build -q -t dynamic .; docker build -q -t static --build-arg LINK=-static .');
  const failed = await run('docker run --rm dynamic; echo $?');
  expect(failed.stderr).toContain('exec /hello: no such file or directory');
  expect(await run('docker run --rm static')).toEqual({ stdout: 'Hello from C\n', stderr: '', exit: 0 });
  expect((await run("docker images --format '{{.Size}}' static")).stdout).toBe('785kB\n');
  await run('sed -i \'s/n");/n")/\' hello.c');
  expect((await run('docker build . 2>&1')).stdout).toMatch(
    /hello\.c: In function 'main':\n#\d+ [\d.]+ hello\.c:5:29: error: expected ';' before 'return'\n/,
  );
  end();
});
