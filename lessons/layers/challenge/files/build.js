console.log('<h1>' + require('node:fs').readFileSync('title.txt', 'utf8').trim() + '</h1>');
