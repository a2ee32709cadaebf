import { expect, test } from 'vitest';
import { testMachine } from '../../../../test/support/machine.ts';
import { runCommand } from '../../commands/common/context.ts';
import { answer } from './answer.ts';
import { httpd } from './httpd.ts';

const machine = testMachine({
  programs: { httpd: (sys) => runCommand(httpd, sys, 'httpd', sys.argv.slice(1), 'busybox') },
  files: {
    '/www/index.html': '<h1>hi</h1>\n',
    '/www/a.txt': 'text\n',
    '/www/sub/index.html': 's\n',
    '/www/none/x': '',
  },
});

async function ask(target: string, method = 'GET', headers: [string, string][] = []): Promise<string> {
  let text = '';
  await machine.run(
    (sys) => {
      text = new TextDecoder().decode(answer(sys, { method, target, version: 'HTTP/1.1', headers }).bytes);
      return 0;
    },
    { cwd: '/www' },
  );
  return text
    .replace(/\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g, 'DATE')
    .replace(/ETag: "\w+-/, 'ETag: "N-')
    .replaceAll('\r', '');
}

/** As busybox 1.35 answered the same requests, dates and times left out. */
test.each([
  [
    '/',
    'HTTP/1.1 200 OK\nDate: DATE\nConnection: close\nContent-type: text/html\nAccept-Ranges: bytes\nLast-Modified: DATE\nETag: "N-c"\nContent-Length: 12\n\n<h1>hi</h1>\n',
  ],
  [
    '/%61.txt?q=1',
    'HTTP/1.1 200 OK\nDate: DATE\nConnection: close\nContent-type: text/plain\nAccept-Ranges: bytes\nLast-Modified: DATE\nETag: "N-5"\nContent-Length: 5\n\ntext\n',
  ],
  ['/sub', 'HTTP/1.1 302 Found\nDate: DATE\nConnection: close\nContent-type: text/html\nLocation: /sub/\n\n'],
  [
    '/none/',
    'HTTP/1.1 404 Not Found\nDate: DATE\nConnection: close\nContent-type: text/html\n\n<HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>\n<BODY><H1>404 Not Found</H1>\nThe requested URL was not found\n</BODY></HTML>\n',
  ],
  [
    '/../etc/passwd',
    'HTTP/1.1 400 Bad Request\nDate: DATE\nConnection: close\nContent-type: text/html\n\n<HTML><HEAD><TITLE>400 Bad Request</TITLE></HEAD>\n<BODY><H1>400 Bad Request</H1>\nUnsupported method\n</BODY></HTML>\n',
  ],
])('GET %s', async (target, expected) => {
  expect(await ask(target)).toBe(expected);
});

test('a part of a file, and its head', async () => {
  expect(await ask('/a.txt', 'GET', [['Range', 'bytes=1-2']])).toBe(
    'HTTP/1.1 206 Partial Content\nDate: DATE\nConnection: close\nContent-type: text/html\nContent-Range: bytes 1-2/5\nAccept-Ranges: bytes\nLast-Modified: DATE\nETag: "N-5"\nContent-Length: 2\n\nex',
  );
  expect(await ask('/a.txt', 'HEAD')).toMatch(/Content-Length: 5\n\n$/);
  expect(await ask('/a.txt', 'DELETE')).toMatch(/^HTTP\/1.1 501 Not Implemented/);
});

test('a folder that is not there', async () => {
  expect(await machine.run(['httpd', '-f', '-h', '/nosuch'])).toMatchObject({
    stderr: "httpd: can't change directory to '/nosuch': No such file or directory\n",
    status: 1,
  });
});
