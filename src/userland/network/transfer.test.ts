import { describe, expect, it } from 'vitest';
import { type Site, serving, userlandMachine } from '../../../test/support/userland.ts';

const machine = () =>
  userlandMachine({
    executables: { '/bin/curl': 'gnu/curl', '/bin/wget': 'gnu/wget' },
  });
const site: Site = {
  '/': { body: 'hello\n', type: 'text/plain' },
  '/page.html': { body: '<p>page</p>\n', type: 'text/html' },
  '/moved': { status: 302, headers: [['Location', '/page.html']], body: '' },
  '/echo': { echo: true },
};
const run = (script: string) => machine().run(serving(site, script));

describe('curl', () => {
  it('prints what it gets, quietly or with a meter', async () => {
    const quiet = await run('curl -s localhost:8080');
    expect(quiet).toMatchObject({ stdout: 'hello\n', stderr: '', status: 0 });
    const loud = await run('curl localhost:8080');
    expect(loud.stdout).toBe('hello\n');
    expect(loud.stderr).toMatch(/^ {2}% Total {4}% Received % Xferd.*\r100 {5}6 {2}100 {5}6/s);
  });

  it('says why it failed, with its own exit status', async () => {
    expect(await run('curl -sS localhost:9')).toMatchObject({
      stderr: expect.stringMatching(
        /^curl: \(7\) Failed to connect to localhost port 9 after \d+ ms: Couldn't connect to server\n$/,
      ),
      status: 7,
    });
    expect(await run('curl -sS http://nowhere')).toMatchObject({
      stderr: 'curl: (6) Could not resolve host: nowhere\n',
      status: 6,
    });
    expect(await run('curl -s localhost:9')).toMatchObject({ stderr: '', status: 7 });
    expect(await run('curl -sSf localhost:8080/no')).toMatchObject({
      stdout: '',
      stderr: 'curl: (22) The requested URL returned error: 404\n',
      status: 22,
    });
    expect(await run('curl')).toMatchObject({
      stderr: "curl: try 'curl --help' or 'curl --manual' for more information\n",
      status: 2,
    });
    expect((await run('curl https://localhost')).stderr).toContain('drydock: not simulated: TLS');
  });

  it('writes out variables', async () => {
    const format = '%{http_code} %{size_download} %{content_type}\\n';
    expect((await run(`curl -s -o /dev/null -w '${format}' localhost:8080/page.html`)).stdout).toBe(
      '200 12 text/html\n',
    );
    expect((await run("curl -s -w '%{http_code}' localhost:9")).stdout).toBe('000');
  });

  it('follows redirects only when told to', async () => {
    expect((await run("curl -s -w '%{http_code}' localhost:8080/moved")).stdout).toBe('302');
    expect((await run('curl -sL localhost:8080/moved')).stdout).toBe('<p>page</p>\n');
  });

  it('sends data, headers and methods', async () => {
    const posted = await run("curl -s -d a=1 -d b=2 -H 'X-One: 1' localhost:8080/echo");
    expect(posted.stdout).toMatch(
      /^POST \/echo HTTP\/1\.1\nHost: localhost:8080\nUser-Agent: curl\/[\d.]+\nAccept: \*\/\*\n/,
    );
    expect(posted.stdout).toMatch(
      /X-One: 1\nContent-Length: 7\nContent-Type: application\/x-www-form-urlencoded\n\na=1&b=2$/,
    );
    const got = await run('curl -s -G --data-urlencode "q=a b&c" -u me:secret localhost:8080/echo');
    expect(got.stdout).toMatch(/^GET \/echo\?q=a%20b%26c HTTP/);
    expect(got.stdout).toContain('Authorization: Basic bWU6c2VjcmV0\n');
    expect((await run('curl -sX DELETE localhost:8080/echo')).stdout).toMatch(/^DELETE /);
  });

  it('shows heads and conversations', async () => {
    expect((await run('curl -sI localhost:8080')).stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n$/s);
    const talk = (await run('curl -sv localhost:8080')).stderr.split('\n');
    expect(talk[0]).toBe('*   Trying 127.0.0.1:8080...');
    expect(talk[1]).toBe('* Connected to localhost (127.0.0.1) port 8080 (#0)');
    expect(talk[2]).toBe('> GET / HTTP/1.1\r');
    expect(talk).toContain('< HTTP/1.1 200 OK\r');
    expect(talk.at(-2)).toBe('* Connection #0 to host localhost left intact');
  });

  it('saves files', async () => {
    expect((await run('cd /tmp; curl -sO localhost:8080/page.html; cat page.html')).stdout).toBe('<p>page</p>\n');
    expect((await run('cd /tmp; curl -s -o x localhost:8080; cat x')).stdout).toBe('hello\n');
  });

  it('gives up when the time is up', async () => {
    const late = await machine().run(serving({ '/': { delay: 2000, body: '' } }, 'curl -sS -m 0.05 localhost:8080'));
    expect(late.stderr).toMatch(/^curl: \(28\) Operation timed out after \d+ milliseconds with 0 bytes received\n$/);
    expect(late.status).toBe(28);
  });
});

describe('busybox wget', () => {
  it('saves to a file and says so', async () => {
    const saved = await run('cd /tmp; busybox wget http://localhost:8080/page.html; cat page.html');
    expect(saved.stdout).toBe('<p>page</p>\n');
    expect(saved.stderr).toBe(
      "Connecting to localhost:8080 (127.0.0.1:8080)\nsaving to 'page.html'\n" +
        "page.html            100% |********************************|    12  0:00:00 ETA\n'page.html' saved\n",
    );
  });

  it('writes to standard output', async () => {
    expect(await run('busybox wget -qO- localhost:8080')).toMatchObject({ stdout: 'hello\n', stderr: '', status: 0 });
  });

  it('fails in its own words', async () => {
    expect(await run('busybox wget -q localhost:9')).toMatchObject({
      stderr: "wget: can't connect to remote host (127.0.0.1): Connection refused\n",
      status: 1,
    });
    expect((await run('busybox wget nowhere')).stderr).toBe("wget: bad address 'nowhere'\n");
    expect((await run('busybox wget -q localhost:8080/no')).stderr).toBe(
      'wget: server returned error: HTTP/1.1 404 Not Found\n',
    );
    expect((await run('busybox wget -S --spider localhost:8080')).stderr).toMatch(
      /\n {2}HTTP\/1\.1 200 OK\n.*remote file exists\n$/s,
    );
  });
});

describe('GNU wget', () => {
  it('tells the whole story', async () => {
    const saved = await run('cd /tmp; wget localhost:8080/page.html; cat page.html');
    expect(saved.stdout).toBe('<p>page</p>\n');
    expect(
      saved.stderr
        .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'NOW')
        .split('\n')
        .slice(0, 7),
    ).toEqual([
      '--NOW--  http://localhost:8080/page.html',
      'Resolving localhost (localhost)... 127.0.0.1',
      'Connecting to localhost (localhost)|127.0.0.1|:8080... connected.',
      'HTTP request sent, awaiting response... 200 OK',
      'Length: 12 [text/html]',
      'Saving to: ‘page.html’',
      '',
    ]);
    expect((await run('wget -qO- localhost:8080')).stdout).toBe('hello\n');
  });

  it('has an exit status for each kind of failure', async () => {
    expect((await run('wget -q localhost:9')).status).toBe(4);
    expect((await run('wget -q localhost:8080/no')).status).toBe(8);
  });
});
