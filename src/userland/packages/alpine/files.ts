/** Files of packages whose text matters to whoever runs them. */
export const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  npm: {
    'usr/lib/node_modules/npm/package.json': `${JSON.stringify({ name: 'npm', version: '11.3.0', license: 'Artistic-2.0' }, null, 2)}\n`,
  },
  sudo: {
    'etc/sudoers': 'root ALL=(ALL:ALL) ALL\n# %wheel ALL=(ALL:ALL) NOPASSWD: ALL\n@includedir /etc/sudoers.d\n',
    'etc/sudoers.d/README': '',
  },
  bash: {
    'etc/bash/bashrc':
      "# /etc/bash/bashrc\n\n# If not running interactively, don't do anything\n[[ $- != *i* ]] && return\n",
  },
  tzdata: {
    'usr/share/zoneinfo/UTC': 'TZif2\n',
    'usr/share/zoneinfo/Europe/Berlin': 'TZif2\n',
    'usr/share/zoneinfo/Europe/London': 'TZif2\n',
    'usr/share/zoneinfo/America/New_York': 'TZif2\n',
    'usr/share/zoneinfo/Asia/Tokyo': 'TZif2\n',
  },
  nginx: {
    'etc/nginx/nginx.conf': `# /etc/nginx/nginx.conf

user nginx;
worker_processes auto;
pcre_jit on;
error_log /var/log/nginx/error.log warn;

events {
	worker_connections 1024;
}

http {
	include /etc/nginx/mime.types;
	default_type application/octet-stream;
	server_tokens off;
	client_max_body_size 1m;
	sendfile on;
	tcp_nopush on;
	access_log /var/log/nginx/access.log;
	include /etc/nginx/http.d/*.conf;
}
`,
    'etc/nginx/http.d/default.conf': `# This is a default site configuration which will simply return 404, preventing
# chance access to any other virtualhost.

server {
	listen 80 default_server;
	listen [::]:80 default_server;

	# Everything is a 404
	location / {
		return 404;
	}
}
`,
    'etc/nginx/mime.types': `types {
    text/html html htm shtml;
    text/css css;
    text/plain txt;
    application/javascript js;
    application/json json;
    image/svg+xml svg svgz;
    image/png png;
    image/jpeg jpeg jpg;
}
`,
    'var/lib/nginx/html/index.html':
      '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n',
    'var/log/nginx/.keep': '',
    'run/nginx/.keep': '',
  },
};
