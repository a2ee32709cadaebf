/** Files of packages whose text matters to whoever runs them. */
export const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  npm: {
    'usr/share/nodejs/npm/package.json': `${JSON.stringify({ name: 'npm', version: '9.2.0', license: 'Artistic-2.0' }, null, 2)}\n`,
  },
  'ca-certificates': {
    'etc/ssl/certs/ca-certificates.crt': '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
    'etc/ca-certificates.conf': '# This file lists certificates that you wish to use or to ignore.\n',
  },
  sudo: {
    'etc/sudoers': `Defaults\tenv_reset
Defaults\tmail_badpass
Defaults\tsecure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
Defaults\tuse_pty

root\tALL=(ALL:ALL) ALL

# Members of the group sudo may do anything.
%sudo\tALL=(ALL:ALL) ALL

@includedir /etc/sudoers.d
`,
    'etc/sudoers.d/README': '# Every file of this folder without a dot or a tilde in its name is read.\n',
  },
  'nginx-common': {
    'etc/nginx/nginx.conf': `user www-data;
worker_processes auto;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;
include /etc/nginx/modules-enabled/*.conf;

events {
	worker_connections 768;
}

http {
	sendfile on;
	tcp_nopush on;
	types_hash_max_size 2048;
	include /etc/nginx/mime.types;
	default_type application/octet-stream;
	access_log /var/log/nginx/access.log;
	gzip on;
	include /etc/nginx/conf.d/*.conf;
	include /etc/nginx/sites-enabled/*;
}
`,
    'etc/nginx/sites-enabled/default': `server {
	listen 80 default_server;
	listen [::]:80 default_server;
	root /var/www/html;
	index index.html index.htm index.nginx-debian.html;
	server_name _;
	location / {
		try_files $uri $uri/ =404;
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
    'var/www/html/index.nginx-debian.html':
      '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n',
    'var/log/nginx/.keep': '',
  },
};
