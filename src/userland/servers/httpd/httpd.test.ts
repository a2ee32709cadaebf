import { expect, it } from 'vitest';
import { userlandMachine } from '../../../../test/support/userland.ts';

const CONFIG = `ServerRoot "/usr/local/apache2"
Listen 80
<Directory />
    Require all denied
</Directory>
DocumentRoot "/usr/local/apache2/htdocs"
<Directory "/usr/local/apache2/htdocs">
    Options Indexes FollowSymLinks
    Require all granted
</Directory>
ErrorLog /proc/self/fd/2
LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
CustomLog /proc/self/fd/1 common
`;

it('serves its document root, logs, and goes gracefully', async () => {
  const machine = userlandMachine({
    files: {
      '/usr/local/apache2/conf/httpd.conf': CONFIG,
      '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n',
      '/usr/local/apache2/htdocs/sub/a.txt': 'a\n',
      '/usr/local/apache2/logs/.keep': '',
    },
    executables: { '/bin/httpd': 'httpd', '/bin/curl': 'gnu/curl' },
  });
  const { stdout } = await machine.run([
    '/bin/sh',
    '-c',
    `httpd -DFOREGROUND >/tmp/out 2>/tmp/err & server=$!; until curl -s localhost >/dev/null; do sleep 0.01; done
     curl -s localhost; curl -s localhost/none; curl -s localhost/sub/ | grep a.txt
     curl -s -o /dev/null -w '%{http_code} %{redirect_url}\\n' localhost/sub
     kill -WINCH $server; wait $server; echo $?; tail -n 3 /tmp/out; grep -c AH00558 /tmp/err; tail -n 1 /tmp/err`,
  ]);
  expect(stdout).toMatch(
    new RegExp(
      '^<html><body><h1>It works!</h1></body></html>\\n<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\\n<html><head>\\n' +
        '<title>404 Not Found</title>\\n</head><body>\\n<h1>Not Found</h1>\\n' +
        '<p>The requested URL was not found on this server.</p>\\n</body></html>\\n.*a.txt.*\\n301 http://localhost/sub/\\n0\\n' +
        '127.0.0.1 - - \\[.*\\] "GET /none HTTP/1.1" 404 196\\n.*200.*\\n.*301 229\\n2\\n.*caught SIGWINCH, shutting down gracefully\\n$',
    ),
  );
});
