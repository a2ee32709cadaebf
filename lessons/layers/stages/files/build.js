const fs = require('node:fs');
fs.mkdirSync('site', { recursive: true });
fs.writeFileSync('site/index.html', '<h1>built</h1>\n');
