import { describe, expect, it } from 'vitest';
import { userlandMachine } from '../../../../test/support/userland.ts';

const MAIN = `user nobody;
worker_processes 1;
error_log /var/log/nginx/error.log notice;
events { worker_connections 64; }
http {
    types { text/html html htm; text/css css; application/json json; }
    default_type application/octet-stream;
    log_format main '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"';
    access_log /var/log/nginx/access.log main;
    include /etc/nginx/conf.d/*.conf;
}
`;
const SITE = `server {
    listen 80;
    server_name localhost;
    location / { root /srv; index index.html; }
}
`;

function machine(site = SITE, files: Record<string, string> = {}) {
  return userlandMachine({
    files: {
      '/etc/nginx/nginx.conf': MAIN,
      '/etc/nginx/conf.d/default.conf': site,
      '/srv/index.html': '<h1>home</h1>\n',
      '/srv/style.css': 'a{}\n',
      '/srv/docs/page.html': 'page\n',
      '/var/log/nginx/.keep': '',
      ...files,
    },
    executables: { '/usr/sbin/nginx': 'nginx', '/bin/curl': 'gnu/curl' },
  });
}

/** Starts nginx, runs the script, and stops it. */
const START = "nginx -g 'daemon off;' & master=$!; while ! [ -e /run/nginx.pid ]; do sleep 0.01; done; sleep 0.02; ";
const run = (script: string, site?: string, files?: Record<string, string>) =>
  machine(site, files).run(['/bin/sh', '-c', `${START}${script}\nkill -QUIT $master; wait $master`]);

describe('nginx', () => {
  it('serves files with their types, and its own pages for errors', async () => {
    const { stdout } = await run(
      'curl -s localhost; curl -sI localhost/style.css; curl -s localhost/none; curl -so /dev/null -w "%{http_code}" localhost/docs/',
    );
    expect(stdout).toContain('<h1>home</h1>\n');
    expect(stdout).toMatch(
      /HTTP\/1\.1 200 OK\r\nServer: nginx\/1\.29\.3\r\nDate: .* GMT\r\nContent-Type: text\/css\r\nContent-Length: 4\r\nLast-Modified: .* GMT\r\nConnection: keep-alive\r\nETag: "[\da-f]+-4"\r\nAccept-Ranges: bytes\r\n\r\n/,
    );
    expect(stdout).toContain(
      '<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx/1.29.3</center>\r\n</body>\r\n</html>\r\n',
    );
    expect(stdout).toMatch(/403$/);
  });

  it('logs as the official images do', async () => {
    const { stdout } = await run(
      'curl -s localhost/none >/dev/null; sleep 0.05; cat /var/log/nginx/access.log; grep error /var/log/nginx/error.log',
    );
    expect(stdout).toMatch(/^127\.0\.0\.1 - - \[.* \+0000\] "GET \/none HTTP\/1\.1" 404 153 "-" "curl\/[\d.]+" "-"\n/);
    expect(stdout).toMatch(
      /\[error\] \d+#\d+: \*1 open\(\) "\/srv\/none" failed \(2: No such file or directory\), client: 127\.0\.0\.1, server: localhost, request: "GET \/none HTTP\/1\.1", host: "localhost"\n$/,
    );
  });

  it('runs a master and workers, and goes gracefully', async () => {
    const { stdout, status } = await run('ps -ef | grep -c "[n]ginx: worker"; kill -HUP $master; sleep 0.1');
    expect(stdout).toBe('1\n');
    expect(status).toBe(0);
    const log = (await run('true; cat /var/log/nginx/error.log')).stdout;
    expect(log).toMatch(/\[notice\] \d+#\d+: start worker processes\n.*\[notice\] \d+#\d+: start worker process \d+\n/);
  });

  it('picks locations as documented', async () => {
    const site = `server { listen 80;
      location = /exact { return 200 "exact"; }
      location /pre { return 200 "prefix"; }
      location ^~ /pre/strong { return 200 "strong"; }
      location ~ \\.php$ { return 200 "regex"; }
      location ~* ^/(\\w+)/UP$ { return 200 "captured $1"; }
      location / { return 404; }
    }`;
    const paths = ['exact', 'pre', 'prefix', 'pre/x.php', 'pre/strong/x.php', 'abc/up', 'other'];
    const { stdout } = await run(paths.map((path) => `curl -s -w '|' localhost/${path}`).join(';'), site);
    expect(stdout.split('|').slice(0, 6)).toEqual(['exact', 'prefix', 'prefix', 'regex', 'strong', 'captured abc']);
    expect(stdout).toContain('404 Not Found');
  });

  it('redirects directories with its own port, and answers conditions and ranges', async () => {
    const { stdout } = await run(
      `curl -s -o /dev/null -w '%{http_code} %{redirect_url}\\n' -H 'Host: example.com:8080' localhost/docs
       tag=$(curl -sI localhost | grep ETag | cut -d' ' -f2 | tr -d '\\r')
       curl -s -o /dev/null -w '%{http_code}\\n' -H "If-None-Match: $tag" localhost
       curl -s -r 0-3 -w ' %{http_code}\\n' localhost`.replace('cut', 'busybox cut'),
    );
    expect(stdout).toBe('301 http://example.com/docs/\n304\n<h1> 206\n');
  });

  it('tries files and passes requests on', async () => {
    const site = `
      upstream back { server 127.0.0.1:8001; }
      server { listen 8001; location / { return 200 "$request_method $request_uri $http_host $http_x_real_ip\\n"; } }
      server { listen 80; root /srv;
        location / { try_files $uri $uri/ /index.html; }
        location /api/ { proxy_pass http://back/v1/; proxy_set_header X-Real-IP $remote_addr; }
        location /raw { proxy_pass http://127.0.0.1:8001; proxy_set_header Host $host; }
        location /dead/ { proxy_pass http://127.0.0.1:9; }
      }`;
    const { stdout } = await run(
      'curl -s localhost/some/route; curl -s localhost/api/users?x=1; curl -s -X PUT localhost/raw/y; curl -s -o /dev/null -w "%{http_code}" localhost/dead/',
      site,
    );
    expect(stdout).toBe('<h1>home</h1>\nGET /v1/users?x=1 back 127.0.0.1\nPUT /raw/y localhost \n502');
  });

  it('refuses wrong configurations in its own words', async () => {
    const test = async (site: string) => (await machine(site).run(['nginx', '-t'])).stderr;
    const file = '/etc/nginx/conf.d/default.conf';
    expect(await test('server { listen 80; foo bar; }')).toContain(
      `nginx: [emerg] unknown directive "foo" in ${file}:1\n`,
    );
    expect(await test('server {\n listen 80\n}')).toContain(
      `nginx: [emerg] unexpected "}" in ${file}:3\nnginx: configuration file /etc/nginx/nginx.conf test failed\n`,
    );
    expect(await test('server { location / { proxy_pass http://api:3000; } }')).toContain(
      `nginx: [emerg] host not found in upstream "api" in ${file}:1\n`,
    );
    expect(await test('server { listen 80;')).toContain(`unexpected end of file, expecting "}" in ${file}:1\n`);
    expect(await test('listen 80;')).toContain(`"listen" directive is not allowed here in ${file}:1\n`);
    expect(await test('server { add_header A $nope; }')).toContain('[emerg] unknown "nope" variable');
    expect(await test(SITE)).toBe(
      'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n',
    );
  });
});
